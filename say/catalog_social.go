package say

// catalogSocial is what is said of streams and of social networks.
var catalogSocial = Catalog{
	"stream-silent": {FR: "{0} n’a plus rien dit depuis {1} : la liaison est reprise là où elle en était.", EN: "{0} has said nothing for {1}: the line is taken up again where it was."},
	"stream-ended":  {FR: "{0} a fermé la liaison ; elle est reprise là où elle en était.", EN: "{0} closed the line; it is taken up again where it was."},
	"stream-cut":    {FR: "La liaison avec {0} est coupée ; elle est reprise là où elle en était.", EN: "The line to {0} was cut; it is taken up again where it was."},
	"stream-broken": {FR: "{0|# événement illisible a été écarté|# événements illisibles ont été écartés}.", EN: "{0|# event that cannot be read was left out|# events that cannot be read were left out}."},

	"mastodon-address":        {FR: "« {0} » n’est ni un compte ni un mot-dièse d’un serveur Mastodon.", EN: "“{0}” is neither an account nor a hashtag of a Mastodon server."},
	"list-cut":                {FR: "{0} ne montre pas plus loin que {1|le dernier message|les # derniers messages} : ce qui a été publié avant, depuis la visite précédente, n’a pas été lu.", EN: "{0} shows no further than the {1|last post|last # posts}: what was published before that, since the previous visit, was not read."},
	"bluesky-nobody":          {FR: "{1} ne connaît pas le compte {0}.", EN: "{1} does not know the account {0}."},
	"mastodon-search-token":   {FR: "{0} ne cherche que pour ses membres : donnez un jeton de votre compte là-bas (Préférences, Développement, droit « read »).", EN: "{0} searches for its members only: give a token of your account there (Preferences, Development, scope “read”)."},
	"mastodon-stream-token":   {FR: "{0} n’ouvre son flux qu’à ses membres : donnez un jeton de votre compte là-bas. En attendant, nous repassons toutes les {1} : rien n’est perdu.", EN: "{0} opens its stream to its members only: give a token of your account there. Meanwhile we come by every {1}: nothing is lost."},
	"mastodon-stream-refused": {FR: "{0} n’ouvre pas de flux continu ; nous repassons toutes les {1} : rien n’est perdu.", EN: "{0} opens no stream; we come by every {1}: nothing is lost."},
	"mastodon-stream-what":    {FR: "{0} ne s’écoute pas en continu : seuls un mot-dièse et la page publique d’un serveur le peuvent.", EN: "{0} cannot be heard as a stream: only a hashtag and the public page of a server can."},
	"mastodon-token-missing":  {FR: "{0} ne montre cela qu’à ses membres : donnez un jeton de votre compte là-bas (Préférences, Développement, droit « read »).", EN: "{0} shows that to its members only: give a token of your account there (Preferences, Development, scope “read”)."},
	"mastodon-token-expired":  {FR: "Le jeton donné pour {0} ne vaut plus, ou ne permet pas cela : donnez-en un autre.", EN: "The token given for {0} holds no more, or does not allow that: give another."},
	"mastodon-nobody":         {FR: "{1} ne connaît pas le compte {0}.", EN: "{1} does not know the account {0}."},

	"what-bluesky-search": {FR: "Une recherche sur Bluesky, par {0}.", EN: "A search on Bluesky, by {0}."},
	"what-jetstream":      {FR: "Tout ce qui se publie sur Bluesky, en direct ({0}) : seul ce qui parle de vos sujets est gardé.", EN: "All that is posted on Bluesky, as it happens ({0}): only what speaks of your topics is kept."},
}
