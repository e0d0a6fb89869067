package rising

import "strings"

// emptyWords are, by language, the words that hold sentences together, folded.
// Written for this project. A language without a list has none: its articles
// may then show, and nothing else changes.
var emptyWords = func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for lang, list := range map[string]string{
		"fr": `le la les l un une des de du d au aux a et ou ni mais donc or car que qu qui quoi dont ou ce c cet cette ces ca cela
			ceci se s si je j tu t il elle on nous vous ils elles me m te moi toi lui leur leurs y en ne n pas plus moins tres trop
			mon ma mes ton ta tes son sa ses notre nos votre vos est es suis sont etait etaient ete etre sera serait soit ai as avez
			avons ont avait avaient avoir eu aura fait faire fais font va vais vont aller peut peux dans par pour sur sous avec sans
			chez vers entre depuis pendant avant apres comme quand alors aussi meme tout tous toute toutes bien encore deja jamais
			toujours ici la-bas puis ainsi parce quel quelle quels quelles lequel laquelle jusqu lorsqu puisqu dire dit faut etc via
			sommes etes etais etions etiez serons serez seront serais serions aurez auront aurais aurait auraient suit doit dois
			devez doivent pouvez pouvons pouvoir pourrait veut veux voulez vouloir autre autres egalement aucun aucune chaque
			plusieurs rien non oui comment pourquoi ceux celui celle celles voici voila cela quelque quelques certains certaines
			selon lors afin cause suite ca sinon surtout vraiment juste`,
		"en": `the a an of to in on at by for from with without into over under as and or nor but if so than then that this these
			those it its i me my we us our you your he him his she her they them their who whom which what when where why how is am
			are was were be been being do does did done have has had having will would can could may might must shall should not no
			yes very too more most less just also only even still here there about after before again all any some each every s t
			don ll ve re m d isn aren wasn because while up down out off via
			ve go goes going went am want wants make makes made let lets us one many much other others never
			always really back didn doesn don couldn wouldn shouldn won haven hasn hadn ain im ive dont didnt cant`,
		"es": `el la los las un una unos unas de del al a y o ni pero que quien cual cuyo lo le les se me te nos os mi tu su mis tus
			sus es son era eran ser fue fueron esta estan estar ha han he hay haber muy mas menos no si en con por para sin sobre
			entre desde hasta como cuando donde porque ya tambien todo todos toda todas este esta esto ese esa eso`,
		"de": `der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine ich du er sie es wir ihr mich
			dich sich uns euch mein dein sein unser ist sind war waren bin bist wird werden wurde hat haben hatte zu in im an am auf
			aus bei mit nach von vom vor fur uber unter um durch als wie wenn dass ob so auch nur noch schon sehr mehr was wer wo da`,
		"it": `il lo la i gli le un uno una di a da in con su per tra fra e o ma se che chi cui non piu meno molto del dello della dei
			degli delle al allo alla ai agli alle dal dalla nel nella sul sulla mi ti si ci vi io tu lui lei noi voi loro mio tuo suo
			e sono era erano essere ha hanno ho avere anche come quando dove perche gia tutto tutti questo questa quello l d`,
		"pt": `o a os as um uma uns umas de do da dos das em no na nos nas por para com sem sobre entre e ou mas que quem se nao mais
			menos muito eu tu ele ela nos vos eles elas me te lhe meu minha teu seu sua e sao era ser foi esta estao tem ter ha como
			quando onde porque ja tambem tudo todos este esta isso isto ao aos`,
		"nl": `de het een en of maar niet geen ik je jij u hij zij ze wij we jullie me mij hem haar ons hun mijn jouw zijn is ben bent
			was waren wordt worden heb heeft hebben had te in op aan bij met naar van voor over onder uit door als dat die dit deze
			er ook nog al zo wel om dan wat wie waar meer zeer veel`,
	} {
		out[lang] = map[string]bool{}
		for _, w := range strings.Fields(list) {
			out[lang][w] = true
		}
	}
	return out
}()

// calendar are the days and months of the year, folded: that people say
// "October" more in October is no news. Within an expression they stay: "black
// friday" is some.
var calendar = func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(`
		lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre
		novembre decembre aujourd hui hier demain
		monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
		october november december today yesterday tomorrow tonight
		lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio agosto septiembre
		octubre noviembre diciembre hoy ayer manana
		montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz april juni juli august oktober
		dezember heute gestern morgen
		lunedi martedi mercoledi giovedi venerdi domenica gennaio febbraio aprile maggio giugno luglio settembre ottobre
		dicembre oggi ieri domani
		segunda terca quarta quinta sexta domingo janeiro fevereiro marco abril maio junho julho setembro outubro novembro
		dezembro hoje ontem amanha
		maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart mei augustus vandaag gisteren`) {
		out[w] = true
	}
	return out
}()
