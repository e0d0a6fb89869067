package main

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"vigie.example/vigie"
)

// helpWidth is how wide help is printed: what fits half a screen, and the same
// everywhere, so that documentation and tests show what people see.
const helpWidth = 80

// examples are shown at the end of a command's help. Commands read the same in
// both languages.
var examples = map[string][]string{
	"":            {"vigie demo", "vigie serve --addr 127.0.0.1:8080 --data ./vigie-data"},
	"serve":       {"vigie serve", "vigie serve --addr :8080 --metrics-addr 127.0.0.1:9090"},
	"demo":        {"vigie demo", "vigie demo --lang fr --seed 7", "vigie demo --data ./demo-data"},
	"listen":      {"vigie listen", "vigie listen --json"},
	"import":      {"vigie import tweets.csv --map text=content --map id=tweet_id --network x", "zcat posts.jsonl.gz | vigie import - --name posts.jsonl --channel forum"},
	"search":      {"vigie search grue NEAR/5 panne", "vigie search --topic Leroux --from 2026-11-01 --json", "vigie search -- -grue"},
	"trace":       {"vigie trace https://forum.example/t/42", "vigie trace \"la grue est en panne\""},
	"topic":       {"vigie topic list", "vigie topic add Leroux \"leroux AND (grue OR chantier)\" --kind own"},
	"topic-add":   {"vigie topic add Leroux \"leroux AND (grue OR chantier)\" --kind own --sector BTP"},
	"topic-edit":  {"vigie topic edit Leroux --query \"leroux NOT pierre\""},
	"topic-jobs":  {"vigie topic jobs --wait"},
	"source":      {"vigie source list", "vigie source add https://www.lemoniteur.example"},
	"source-add":  {"vigie source add https://www.lemoniteur.example", "vigie source add https://blog.example/feed.xml --exact --channel blog"},
	"user":        {"vigie user list", "vigie user password marie@engins.example"},
	"user-add":    {"vigie user add marie@engins.example \"Marie, relation client\""},
	"alert":       {"vigie alert list --open", "vigie alert try Leroux"},
	"alert-try":   {"vigie alert try Leroux --json"},
	"alert-watch": {"vigie alert watch Leroux --weeks 8", "vigie alert watch Leroux --off"},
	"export":      {"vigie export --topic Leroux --format csv -o leroux.csv", "vigie export --from 2026-01-01 > mentions.ndjson"},
	"audit":       {"vigie audit", "vigie audit Leroux --admission forum.example=refused", "vigie audit Leroux --rivals Bertin,Colas --theme minipelle --hours 2 --august 0 --format pdf -o pre-audit.pdf"},
	"barometer":   {"vigie barometer", "vigie barometer --sector BTP --months 24 --until 2026-09-30 --json"},
	"report":      {"vigie report", "vigie report Leroux --month 2026-10 --format pdf --by \"Cabinet Morel\" --logo morel.png"},
	"backup":      {"vigie backup vigie-2026-11-23.backup", "vigie backup - | ssh vault dd of=vigie.backup"},
	"restore":     {"vigie restore vigie-2026-11-23.backup --data ./vigie-data"},
	"erase":       {"vigie erase \"mastodon:@marie@btp.example\" --yes"},
	"bench":       {"vigie bench import --n 100000 --keep ./bench-data --json", "vigie bench search --from ./bench-data --json", "vigie bench match --queries 100000 --json"},
	"eval":        {"vigie eval language --from ./data/langid --json", "vigie eval extract --data ./data --json", "vigie eval opinion --data avis.csv --labels stars --lang fr"},
	"correct":     {"vigie correct 1882977338392576000 --topic Leroux --opinion negative", "vigie correct 1882977338392576000 --intents complaint,request"},
	"intent":      {"vigie intent list", "vigie intent show fr complaint --shipped > plainte.txt", "vigie intent test fr complaint --file plainte.txt", "vigie intent edit fr complaint --file plainte.txt --must \"mon engin est en carafe\""},
	"note":        {"vigie note https://www.facebook.com/groups/42/posts/7 --text \"Leroux ne rappelle jamais\" --who Marc", "vigie note https://blog.example/essai-minipelle"},
	"train":       {"vigie train opinion --data avis.csv --labels stars --lang fr --out avis.model"},
	"doctor":      {"vigie doctor", "vigie doctor --recount --json"},
	"source-rm":   {"vigie source rm \"Le Moniteur\""},
	"topic-rm":    {"vigie topic rm Leroux"},
	"topic-list":  {"vigie topic list --json"},
	"source-list": {"vigie source list --json"},
}

// help prints the help of the command that args name, else of the program.
func (s *session) help(parser *kong.Kong, args []string) error {
	kctx, err := kong.Trace(parser, args)
	if err != nil {
		return err
	}
	node := parser.Model.Node
	if n := kctx.Selected(); n != nil {
		node = n
	} else {
		for _, p := range kctx.Path { // a group of commands alone is not "selected"
			if p.Command != nil {
				node = p.Command
			}
		}
	}
	if node == parser.Model.Node && len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		return &usageError{vigie.Say("cli-unknown-command", args[0])}
	}
	return s.printHelp(s.out, node)
}

// nodeID returns the catalogue's name of a command: "cli", "cli-topic-add".
func nodeID(n *kong.Node) string {
	if n.Parent == nil {
		return "cli"
	}
	return nodeID(n.Parent) + "-" + n.Name
}

// flagID returns the catalogue's name of a flag or an argument. What several
// commands take alike is described once, under "cli.".
func (s *session) flagID(n *kong.Node, name string) string {
	if id := nodeID(n) + "." + name; s.p.Has(id) {
		return id
	}
	return "cli." + name
}

// printHelp writes one page of help.
func (s *session) printHelp(w io.Writer, n *kong.Node) error {
	var b strings.Builder
	id := nodeID(n)
	fmt.Fprintf(&b, "%s vigie%s\n\n", s.p.Say("cli-usage"), synopsis(n))
	wrap(&b, s.p.Say(id), "", helpWidth)
	if more := id + "-more"; s.p.Has(more) {
		b.WriteByte('\n')
		wrap(&b, s.p.Say(more), "", helpWidth)
	}
	if len(n.Positional) > 0 {
		rows := [][2]string{}
		for _, a := range n.Positional {
			rows = append(rows, [2]string{"<" + a.Name + ">", s.p.Say(s.flagID(n, a.Name))})
		}
		table(&b, s.p.Say("cli-arguments"), rows)
	}
	commands := [][2]string{}
	for _, c := range n.Children {
		commands = append(commands, [2]string{strings.TrimPrefix(path(c), path(n)+" "), s.p.Say(nodeID(c))})
	}
	table(&b, s.p.Say("cli-commands"), commands)
	if n.Parent != nil {
		table(&b, s.p.Say("cli-flags"), s.flagRows(n, n.Flags))
	}
	root := n
	for root.Parent != nil {
		root = root.Parent
	}
	table(&b, s.p.Say("cli-global-flags"), append(s.flagRows(root, root.Flags), [2]string{"-h, --help", s.p.Say("cli.help")}))
	if ex := examples[strings.TrimPrefix(strings.TrimPrefix(id, "cli"), "-")]; len(ex) > 0 {
		fmt.Fprintf(&b, "\n%s\n", s.p.Say("cli-examples"))
		for _, e := range ex {
			fmt.Fprintf(&b, "  %s\n", e)
		}
	}
	if n.Parent == nil {
		for _, part := range []string{"cli-settings", "cli-exits"} {
			b.WriteByte('\n')
			wrap(&b, s.p.Say(part), "", helpWidth)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// path returns the words that call a command: " topic add".
func path(n *kong.Node) string {
	if n.Parent == nil {
		return ""
	}
	return path(n.Parent) + " " + n.Name
}

// synopsis returns how a command is written.
func synopsis(n *kong.Node) string {
	out := path(n)
	if len(n.Children) > 0 {
		return out + " COMMAND …"
	}
	for _, a := range n.Positional {
		arg := "<" + a.Name + ">"
		if a.IsCumulative() {
			arg += " …"
		}
		if !a.Required {
			arg = "[" + arg + "]"
		}
		out += " " + arg
	}
	if len(n.Flags) > 0 {
		out += " [--…]"
	}
	return out
}

// flagRows describes flags.
func (s *session) flagRows(n *kong.Node, flags []*kong.Flag) [][2]string {
	var rows [][2]string
	for _, f := range flags {
		left := "--" + f.Name
		if f.Short != 0 {
			left = "-" + string(f.Short) + ", " + left
		}
		if !f.IsBool() {
			holder := f.PlaceHolder
			if holder == "" {
				holder = strings.ToUpper(f.Name)
			}
			left += "=" + holder
		}
		right := s.p.Say(s.flagID(n, f.Name))
		if f.HasDefault && f.Default != "" {
			right += " " + s.p.Say("cli-default", f.Default)
		}
		rows = append(rows, [2]string{left, right})
	}
	return rows
}

// table writes two columns under a heading; nothing where there are no rows.
func table(b *strings.Builder, heading string, rows [][2]string) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", heading)
	const most = 26 // a longer left side has its own line
	left := 0
	for _, r := range rows {
		if n := utf8.RuneCountInString(r[0]); n > left && n <= most {
			left = n
		}
	}
	indent := strings.Repeat(" ", left+4)
	for _, r := range rows {
		n := utf8.RuneCountInString(r[0])
		b.WriteString("  " + r[0])
		var right strings.Builder
		wrap(&right, r[1], indent, helpWidth)
		if n > left {
			b.WriteByte('\n')
			b.WriteString(right.String())
			continue
		}
		b.WriteString(strings.Repeat(" ", left-n) + "  " + strings.TrimPrefix(right.String(), indent))
	}
}

// wrap writes text in lines of at most width characters, each behind indent.
// A line break of the text stays one. No-break spaces do not break, but are
// printed as spaces: terminals and searches get on better with those.
func wrap(b *strings.Builder, text, indent string, width int) {
	for line := range strings.SplitSeq(text, "\n") {
		out := indent
		for _, word := range strings.FieldsFunc(line, func(r rune) bool { return r == ' ' }) {
			word = noBreak.Replace(word)
			if out != indent && utf8.RuneCountInString(out)+1+utf8.RuneCountInString(word) > width {
				b.WriteString(out + "\n")
				out = indent
			}
			if out != indent {
				out += " "
			}
			out += word
		}
		b.WriteString(strings.TrimRight(out, " ") + "\n")
	}
}

var noBreak = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

// kongSays are the messages of kong that people meet, with the sentence that
// says the same in both languages. Others are shown as kong writes them. The
// parts of a message that an expression keeps are what the sentence tells.
var kongSays = []struct {
	re *regexp.Regexp
	id string
}{
	{regexp.MustCompile(`^unknown flag (\S+?)(?:,.*)?$`), "cli-unknown-flag"},
	{regexp.MustCompile(`^unexpected argument (\S+?)(?:,.*)?$`), "cli-unexpected"},
	{regexp.MustCompile(`^expected one of (.*)$`), "cli-expected-one"},
	{regexp.MustCompile(`^expected (".*")$`), "cli-expected"},
	{regexp.MustCompile(`^missing flags: (.*)$`), "cli-missing-flags"},
	{regexp.MustCompile(`^(\S+) must be one of (.*) but got (".*")$`), "cli-not-one-of"},
	{regexp.MustCompile(`^(\S+): expected a (?:valid \d+ bit u?int|float|int) but got (".*?")`), "cli-not-number"},
	{regexp.MustCompile(`^(\S+): expected (?:float|int) value but got (".*?") \(short flag\)`), "cli-not-number"},
	{regexp.MustCompile(`^(\S+): expected \S+ value`), "cli-no-value"},
}

// usage puts what kong found wrong into words.
func (s *session) usage(err error) error {
	text := err.Error()
	at := commandOf(err)
	for _, k := range kongSays {
		if m := k.re.FindStringSubmatch(text); m != nil {
			if k.id == "cli-unexpected" && atRoot(err) {
				k.id = "cli-unknown-command"
			}
			args := make([]any, 0, len(m))
			for _, a := range m[1:] {
				if a != "" {
					args = append(args, unquoted.Replace(a))
				}
			}
			return &usageError{vigie.Say("cli-see-help", vigie.Say(k.id, args...), at)}
		}
	}
	return &usageError{vigie.Say("cli-see-help", vigie.Say("cli-as-is", text), at)}
}

// unquoted writes kong's lists and placeholders as people do; the empty choice,
// which stands for leaving a flag out, is not said.
var unquoted = strings.NewReplacer(`"","`, ``, `","`, ", ", `"`, "", " ...", " …")

// commandOf returns the command whose help explains an error: "vigie topic
// add", or "vigie" where kong had met none.
func commandOf(err error) string {
	name := "vigie"
	var pe *kong.ParseError
	if !errors.As(err, &pe) {
		return name
	}
	for _, p := range pe.Context.Path {
		if p.Command != nil {
			name += " " + p.Command.Name
		}
	}
	return name
}

// atRoot reports whether kong had met no command yet.
func atRoot(err error) bool {
	var pe *kong.ParseError
	if !errors.As(err, &pe) {
		return false
	}
	for _, p := range pe.Context.Path {
		if p.Command != nil {
			return false
		}
	}
	return true
}
