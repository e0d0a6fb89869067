package main

// cli is the command line: global flags, then one field a command. Help texts
// stand in say's catalogue under the path of the command ("cli-topic-add") and
// of the flag ("cli-topic-add.kind"), so that both languages have them;
// localise fills them in and a test finds what is missing.
type cli struct {
	Data     string `placeholder:"DIR"`
	Addr     string `placeholder:"HOST:PORT" default:"127.0.0.1:8080"`
	Config   string `placeholder:"FILE"`
	Lang     string `placeholder:"fr|en"`
	JSON     bool   `name:"json"`
	LogLevel string `placeholder:"LEVEL" enum:"debug,info,warn,error" default:"info"`

	Serve  serveCmd  `cmd:""`
	Demo   demoCmd   `cmd:""`
	Listen listenCmd `cmd:""`
	Import importCmd `cmd:""`
	Search searchCmd `cmd:""`
	Trace  traceCmd  `cmd:""`
	Alert  struct {
		List   alertListCmd   `cmd:""`
		Try    alertTryCmd    `cmd:""`
		Watch  alertWatchCmd  `cmd:""`
		Route  alertRouteCmd  `cmd:""`
		Mail   alertMailCmd   `cmd:""`
		Report alertReportCmd `cmd:""`
		Day    alertDayCmd    `cmd:""`
		Sent   alertSentCmd   `cmd:""`
	} `cmd:""`
	Topic struct {
		List topicListCmd `cmd:""`
		Add  topicAddCmd  `cmd:""`
		Edit topicEditCmd `cmd:""`
		Rm   topicRmCmd   `cmd:""`
		Jobs topicJobsCmd `cmd:""`

		Check    topicCheckCmd    `cmd:""`
		Example  topicExampleCmd  `cmd:""`
		Versions topicVersionsCmd `cmd:""`
		Rollback topicRollbackCmd `cmd:""`
		Convert  topicConvertCmd  `cmd:""`
		Cards    topicCardsCmd    `cmd:""`
		Senses   topicSensesCmd   `cmd:""`
	} `cmd:""`
	Sample struct {
		List sampleListCmd `cmd:""`
		Draw sampleDrawCmd `cmd:""`
		Read sampleReadCmd `cmd:""`
		Show sampleShowCmd `cmd:""`
		Rm   sampleRmCmd   `cmd:""`
	} `cmd:""`
	List struct {
		Show listShowCmd `cmd:""`
		Set  listSetCmd  `cmd:""`
		Rm   listRmCmd   `cmd:""`
	} `cmd:""`
	Noise struct {
		List noiseListCmd `cmd:""`
		Show noiseShowCmd `cmd:""`
		Back noiseBackCmd `cmd:""`
		On   noiseOnCmd   `cmd:""`
		Off  noiseOffCmd  `cmd:""`
	} `cmd:""`
	Intent struct {
		List  intentListCmd  `cmd:""`
		Show  intentShowCmd  `cmd:""`
		Edit  intentEditCmd  `cmd:""`
		Test  intentTestCmd  `cmd:""`
		Back  intentBackCmd  `cmd:""`
		Reset intentResetCmd `cmd:""`
	} `cmd:""`
	Source struct {
		List   sourceListCmd   `cmd:""`
		Add    sourceAddCmd    `cmd:""`
		Rm     sourceRmCmd     `cmd:""`
		Pause  sourcePauseCmd  `cmd:""`
		Resume sourceResumeCmd `cmd:""`
		Token  sourceTokenCmd  `cmd:""`
		Visit  sourceVisitCmd  `cmd:""`
		Back   sourceBackCmd   `cmd:""`
	} `cmd:""`
	User struct {
		List     userListCmd     `cmd:""`
		Add      userAddCmd      `cmd:""`
		Password userPasswordCmd `cmd:""`
	} `cmd:""`

	Audit     auditCmd     `cmd:""`
	Barometer barometerCmd `cmd:""`
	Report    reportCmd    `cmd:""`
	Signature signatureCmd `cmd:""`

	Export  exportCmd  `cmd:""`
	Backup  backupCmd  `cmd:""`
	Restore restoreCmd `cmd:""`
	Erase   eraseCmd   `cmd:""`
	Bench   benchCmd   `cmd:""`
	Eval    evalCmd    `cmd:""`
	Train   trainCmd   `cmd:""`
	Note    noteCmd    `cmd:""`
	Correct correctCmd `cmd:""`
	Doctor  doctorCmd  `cmd:""`
	Version versionCmd `cmd:""`
}

// listening is what every command that visits the web takes.
type listening struct {
	Allow   []string `placeholder:"HOST:PORT"`
	Contact string   `placeholder:"ADDRESS"`
}

// narrowing is what every command that searches takes.
type narrowing struct {
	Topic    []string `placeholder:"NAME"`
	Channel  []string `placeholder:"CHANNEL"`
	Site     []string `placeholder:"SITE"`
	Language []string `name:"language" placeholder:"CODE"`
	Source   []string `placeholder:"NAME"`
	Author   string   `placeholder:"KEY"`
	Opinion  []string `placeholder:"OPINION"`
	Intent   []string `placeholder:"INTENT"`
	Own      string   `placeholder:"true|false" enum:",true,false" default:""`
	From     string   `placeholder:"DATE"`
	To       string   `placeholder:"DATE"`
}

// reporting is what every report is handed over with.
type reporting struct {
	Format string `placeholder:"pdf|html|xlsx|json" enum:",pdf,html,xlsx,json" default:""`
	Out    string `short:"o" placeholder:"FILE"`
	By     string `placeholder:"NAME"`
	Logo   string `placeholder:"FILE"`
}

// The commands. Each has its Run in the file of its name.
type (
	serveCmd struct {
		listening
		MetricsAddr     string `placeholder:"HOST:PORT"`
		BehindTLS       bool   `name:"behind-tls"`
		PublicBarometer string `placeholder:"SECTOR"`
	}
	demoCmd struct {
		Seed  uint64  `default:"1"`
		Speed float64 `default:"1"`
		Storm bool
		Open  bool
	}
	listenCmd struct{ listening }
	importCmd struct {
		File    []string          `arg:"" name:"file"`
		Map     map[string]string `placeholder:"FIELD=COLUMN" mapsep:"none"`
		Format  string            `placeholder:"csv|jsonl" enum:",csv,jsonl" default:""`
		Name    string            `placeholder:"NAME"`
		Channel string            `placeholder:"CHANNEL"`
		Network string            `placeholder:"NETWORK"`
		Site    string            `placeholder:"SITE"`
		Own     bool
		Guess   bool
	}
	searchCmd struct {
		Query []string `arg:"" optional:"" name:"query"`
		narrowing
		Limit int    `default:"20"`
		After string `placeholder:"TOKEN"`
	}
	traceCmd struct {
		Of []string `arg:"" name:"url-or-text"`
	}
	alertListCmd struct {
		Open  bool
		Limit int `default:"20"`
	}
	alertTryCmd struct {
		Topic string `arg:""`
		Until string `placeholder:"DATE"`
	}
	alertRouteCmd struct {
		Name   string `arg:""`
		Kind   string `enum:"mail,webhook,slack,mattermost,teams" default:"mail"`
		To     string `placeholder:"ADDRESS"`
		Secret bool
		Least  int `default:"1"`
		Rm     bool
	}
	alertMailCmd struct {
		Server   string `placeholder:"HOST:PORT"`
		Sender   string `placeholder:"ADDRESS"`
		Login    string `placeholder:"NAME"`
		Password bool
		Letter   []string `placeholder:"ADDRESS"`
		Quiet    string   `placeholder:"21-7"`
		Pages    string   `placeholder:"URL"`
	}
	sampleListCmd struct{}
	sampleDrawCmd struct {
		Topic string `arg:""`
		Weeks int    `default:"13"`
		Since string `placeholder:"DATE"`
		Until string `placeholder:"DATE"`
		N     int    `default:"100"`
	}
	sampleShowCmd struct {
		ID int64 `arg:"" name:"id"`
	}
	sampleRmCmd struct {
		ID int64 `arg:"" name:"id"`
	}
	sampleReadCmd struct {
		ID     int64    `arg:"" name:"id"`
		By     string   `placeholder:"NAME"`
		Answer []string `placeholder:"MENTION=VERDICT"`
	}
	alertDayCmd struct {
		Name  string `arg:"" optional:""`
		From  string `placeholder:"DATE"`
		To    string `placeholder:"DATE"`
		Topic string `placeholder:"NAME"`
		More  bool
		Rm    bool
	}
	alertReportCmd struct {
		Report string   `arg:"" optional:"" enum:",report,barometer,audit" default:""`
		Brand  string   `placeholder:"NAME"`
		To     []string `placeholder:"ADDRESS"`
		Rm     bool
	}
	alertSentCmd struct {
		State string `enum:"pending,sent,dead" default:"dead"`
		Again bool
	}
	alertWatchCmd struct {
		Topic string  `arg:""`
		Weeks float64 `default:"8"`
		Off   bool
	}
	topicListCmd struct{}
	topicAddCmd  struct {
		Name   string `arg:""`
		Query  string `arg:""`
		Kind   string `enum:"own,rival,theme,campaign" default:"theme"`
		Sector string `placeholder:"WORD"`
	}
	topicEditCmd struct {
		Topic  string  `arg:""`
		Name   *string `placeholder:"NAME"`
		Query  *string `placeholder:"QUERY"`
		Kind   *string `placeholder:"KIND"`
		Sector *string `placeholder:"WORD"`
		Anyway bool
	}
	topicCheckCmd struct {
		Query string `arg:""`
		Topic string `placeholder:"NAME"`
	}
	topicExampleCmd struct {
		Topic   string   `arg:""`
		Must    []string `placeholder:"TEXT" sep:"none"`
		MustNot []string `name:"must-not" placeholder:"TEXT" sep:"none"`
		Clear   bool
	}
	topicCardsCmd struct {
		Topic  string   `arg:""`
		Answer []string `placeholder:"ID=yes|no|skip"`
		Undo   bool
		Use    int `placeholder:"N"`
	}
	topicSensesCmd struct {
		Topic string   `arg:"" optional:""`
		Query string   `placeholder:"QUERY"`
		Us    []string `placeholder:"WORD" sep:"none"`
		Not   []string `placeholder:"WORD" sep:"none"`
		Use   int      `placeholder:"N"`
	}
	topicVersionsCmd struct {
		Topic string `arg:""`
	}
	topicRollbackCmd struct {
		Topic   string `arg:""`
		Version int    `arg:""`
	}
	topicConvertCmd struct {
		From  string `enum:"brandwatch,talkwalker,meltwater,sprinklr,radarly,visibrain,x" required:"" placeholder:"TOOL"`
		Query string `arg:"" default:"-"`
	}
	listShowCmd struct {
		Name string `arg:"" optional:""`
	}
	listSetCmd struct {
		Name string   `arg:""`
		Term []string `arg:"" optional:""`
		File string   `placeholder:"FILE"`
	}
	listRmCmd struct {
		Name string `arg:""`
	}
	noiseListCmd struct{}
	noiseShowCmd struct {
		Pack string `arg:""`
	}
	noiseBackCmd struct {
		ID string `arg:"" name:"id"`
	}
	noiseOnCmd struct {
		Pack string `arg:""`
	}
	noiseOffCmd struct {
		Pack string `arg:""`
	}
	// ruleNamed is which rule of intents a command is about.
	ruleNamed struct {
		Language string `arg:""`
		Intent   string `arg:""`
	}
	intentListCmd struct {
		Language string `arg:"" default:"fr"`
	}
	intentShowCmd struct {
		ruleNamed
		Shipped bool
	}
	intentEditCmd struct {
		ruleNamed
		File    string   `placeholder:"FILE"`
		Must    []string `placeholder:"TEXT" sep:"none"`
		MustNot []string `name:"must-not" placeholder:"TEXT" sep:"none"`
		Drop    []string `placeholder:"TEXT" sep:"none"`
	}
	intentTestCmd struct {
		ruleNamed
		File    string   `placeholder:"FILE"`
		Must    []string `placeholder:"TEXT" sep:"none"`
		MustNot []string `name:"must-not" placeholder:"TEXT" sep:"none"`
	}
	intentBackCmd struct {
		ruleNamed
		Version int `arg:""`
	}
	intentResetCmd struct {
		ruleNamed
	}
	topicRmCmd struct {
		Topic string `arg:""`
	}
	topicJobsCmd struct {
		Wait bool
	}
	userListCmd struct{}
	userAddCmd  struct {
		Login string `arg:""`
		Name  string `arg:""`
	}
	userPasswordCmd struct {
		Login string `arg:""`
	}
	sourceListCmd struct{}
	sourceAddCmd  struct {
		Address string `arg:""`
		listening
		Exact   bool
		Page    bool
		Name    string `placeholder:"NAME"`
		Channel string `placeholder:"CHANNEL"`
		Own     bool
		Of      string `placeholder:"BRAND"`
		KeepAll bool
		Yes     bool
	}
	sourceRmCmd struct {
		Source string `arg:""`
	}
	sourcePauseCmd struct {
		Source string `arg:""`
	}
	sourceResumeCmd struct {
		Source string `arg:""`
	}
	sourceBackCmd struct {
		Source string `arg:"" optional:""`
		listening
	}
	sourceTokenCmd struct {
		Source string `arg:""`
	}
	sourceVisitCmd struct {
		Source string `arg:""`
		listening
	}
	auditCmd struct {
		Brand string `arg:"" optional:"" name:"brand"`
		reporting
		Rivals []string `placeholder:"NAME"`
		Theme  []string `placeholder:"NAME"`
		Since  string   `placeholder:"DATE"`
		Until  string   `placeholder:"DATE"`
		Hours  *float64 `placeholder:"HOURS"`
		August *float64 `placeholder:"HOURS"`

		Admission map[string]string `placeholder:"SITE=WORD"`
	}
	barometerCmd struct {
		reporting
		Sector string `placeholder:"WORD"`
		Months int    `placeholder:"N"`
		Until  string `placeholder:"DATE"`
	}
	signatureCmd struct {
		Name *string `placeholder:"NAME"`
		Logo *string `placeholder:"FILE"`
	}
	reportCmd struct {
		Brand string `arg:"" optional:"" name:"brand"`
		reporting
		Rivals []string `placeholder:"NAME"`
		Month  string   `placeholder:"MONTH"`
	}
	exportCmd struct {
		Query []string `arg:"" optional:"" name:"query"`
		narrowing
		Format string `enum:"ndjson,csv,xlsx" default:"ndjson"`
		Out    string `short:"o" placeholder:"FILE"`
	}
	backupCmd struct {
		File string `arg:"" name:"file"`
	}
	restoreCmd struct {
		File  string `arg:"" name:"file"`
		Force bool
	}
	eraseCmd struct {
		Author string `arg:""`
		Yes    bool
	}
	benchCmd struct {
		Name    string `arg:"" enum:"import,search,dashboard,start,stories,match,poll,jetstream,alert"`
		N       int    `name:"n" default:"1000000"`
		Over    int    `name:"mentions"`
		Seed    uint64 `default:"1"`
		Keep    string `placeholder:"DIR"`
		From    string `placeholder:"DIR"`
		Queries int    `default:"10000"`
		Sources int    `default:"10000"`
		Profile string `placeholder:"FILE"`
	}
	evalCmd struct {
		Name  string `arg:"" enum:"language,stories,extract,alerts,opinion,complaints,intents,wording"`
		From  string `placeholder:"DIR"`
		Posts bool
		Quick bool
		judging
	}
	doctorCmd struct {
		Recount bool
	}
	versionCmd struct{}
)
