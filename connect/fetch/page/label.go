package page

import (
	"regexp"
	"strings"
)

// labels are how blocks that are no part of an article begin: credits, calls to
// read something else, to subscribe, to follow. They only count in short blocks.
var labels = regexp.MustCompile(`(?i)^[\s(\[«"*•►→▶>|-]*(?:` + strings.Join([]string{
	// Credits and captions.
	`(?:image|media|photo|picture|video)\s*(?:credit|copyright|caption|source|by\b|courtesy|:)`,
	`(?:photo|image|bild|foto|imagen?|illustration|crédits?(?: photos?)?|copyright|bildquelle|abbildung|quelle|fuente|fonte)\s*:`,
	`(?:©|\(c\))\s`,
	`image \d+ (?:of|sur)`, `photograph by`,
	// Something else to read.
	`(?:à |a )?(?:lire|voir|écouter|relire|revoir|découvrir) (?:aussi|également|plus|la suite|notre)`,
	`pour (?:aller plus loin|en savoir plus|lire la suite)`, `sur le même (?:sujet|thème)`,
	`(?:also |you may also |you might also )?(?:read|see|watch) (?:also|more|next)\b`, `also (?:read|see|watch|on)\b`, `(?:more|also|related|see also|read more|read next|don't miss|watch)\s*:`,
	`related (?:stories|articles|posts|links|content|topics|coverage)`, `you (?:may|might) (?:also )?(?:like|enjoy|be interested)`, `more (?:from|on|great|stories)\b`,
	`continue reading`, `recommended (?:for you|stories|articles|videos)`,
	`(?:lesen sie (?:auch|mehr)|mehr zum thema|das könnte sie|auch interessant|lea también|lee también|mire:|ver también|leia (?:também|mais)|leggi anche|lees ook|czytaj (?:też|także|więcej))`,
	// Subscribe, follow, share.
	`(?:sign up|subscribe|register now|join (?:our|us|the)|follow us|like us|get the latest|never miss|download (?:our|the) app|click here)\b`,
	`(?:inscrivez-vous|abonnez-vous|s'abonner|s’abonner|s'inscrire|s’inscrire|suivez-nous|suivre|partager|partagez|recevez|je m'abonne|je m’abonne|rejoignez-nous|téléchargez (?:notre|l))`,
	`(?:newsletter|jetzt abonnieren|suscríbete|síguenos|compartir|inscreva-se|compartilhe|iscriviti)\b`,
	`(?:share|tweet|print|email|e-mail)(?: (?:this|on|via)\b|$)`,
	// What stands before a wall.
	`il vous reste \d+`, `la suite (?:de cet article )?est réservée`, `cet article est réservé`, `(?:article |contenu )?réservé aux abonnés`, `déjà abonnée?`, `vous avez déjà un compte`,
	`(?:to continue reading|this article is for subscribers|already a subscriber|you have \d+ (?:free )?articles?)`,
	// Advertising and rights.
	`(?:advertisement|advertising|publicité|anzeige|werbung|publicidad|pubblicità|iklan|annonce)\b[\s:]*$`,
	`(?:all rights reserved|tous droits réservés|alle rechte vorbehalten)`, `the contents of this site`,
	// About the article.
	`(?:filed under|posted (?:on|in|by)|tags?\s*:|tagged|mots[- ]clés|étiquettes|published (?:on|in|by|\d)|publié (?:le|par|dans)|mis à jour le|updated (?:on|at|\d)|temps de lecture|reading time|\(?reporting by)`,
	`media playback is unsupported`, `\d+ (?:min(?:utes?)? (?:read|de lecture)|commentaires?|comments?|partages?|shares?)$`,
}, "|") + `)`)

// allRights ends a notice of rights, wherever it begins.
var allRights = regexp.MustCompile(`(?i)(?:all rights reserved|tous droits réservés|alle rechte vorbehalten|todos los derechos reservados|todos os direitos reservados)\W*$`)

// moment finds a day of the year or an hour of the day.
var moment = regexp.MustCompile(`(?i)(?:^|\W)\d{1,2}(?:er)?\.? (?:janv|févr|fév|mars|avr|mai|juin|juil|août|sept|oct|nov|déc|jan|feb|mar|apr|may|jun|jul|aug|sep|dec)[a-zéû]*\.?,? \d{4}|` +
	`(?:^|\W)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? \d{4}|` +
	`^\W*(?:(?:à|at|um)\W*)?\d{1,2}(?: ?[h:'] ?\d{0,2}|\.\d{2} uhr)\W*$|` +
	`(?:^|\s)\d{1,2}/\d{1,2}/\d{2,4}(?:\s|$)`)

// reply is what forums put before the title of an answer.
var reply = regexp.MustCompile(`(?i)^(?:re|rép|aw|sv) ?: `)

// labelled reports whether a short block says of itself that it is no part of
// the running text.
func labelled(s string) bool { return labels.MatchString(s) || allRights.MatchString(s) }
