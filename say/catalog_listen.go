package say

// catalogListen holds what is said of sources: why one could not be heard, what
// was left out, how well it is covered.
var catalogListen = Catalog{
	// connect/fetch: {0} is the host, or the address where it has none.
	"fetch-bad-address":        {FR: "« {0} » n’est pas une adresse du web que l’on puisse lire. Vérifiez-la.", EN: "“{0}” is not a web address that can be read. Please check it."},
	"fetch-bad-scheme":         {FR: "« {0} » ne peut pas être visité : seules les adresses en http et https le sont.", EN: "“{0}” cannot be visited: only http and https addresses can."},
	"fetch-odd-number":         {FR: "« {0} » est une adresse écrite comme un nombre ; elle est refusée. Donnez le nom du site.", EN: "“{0}” is an address written as a number; it is refused. Give the name of the site."},
	"fetch-bad-allow":          {FR: "« {0} » n’est ni un nom, ni un nom et son port, ni un réseau : corrigez la liste des adresses privées permises.", EN: "“{0}” is neither a name, nor a name with its port, nor a network: please mend the list of private addresses allowed."},
	"fetch-bad-proxy":          {FR: "« {0} » n’est pas l’adresse d’un serveur mandataire.", EN: "“{0}” is not the address of a proxy."},
	"fetch-private":            {FR: "{0} mène à une adresse privée ; elle est refusée. Si ce site interne doit être écouté, permettez-le par son nom dans la configuration.", EN: "{0} leads to a private address, which is refused. If this internal site should be heard, allow it by name in the configuration."},
	"fetch-robots":             {FR: "{0} demande aux robots de ne pas lire cette adresse (robots.txt). Demandez l’accord du site, ou choisissez une autre adresse.", EN: "{0} asks robots not to read this address (robots.txt). Ask the site for leave, or choose another address."},
	"fetch-robots-unavailable": {FR: "{0} n’a pas pu dire ce que les robots peuvent lire (robots.txt, erreur {1}). Nouvel essai plus tard.", EN: "{0} could not tell what robots may read (robots.txt, error {1}). We will try again later."},
	"fetch-not-found":          {FR: "{0} n’a plus rien à cette adresse. Cherchez sa nouvelle adresse.", EN: "{0} has nothing at this address any more. Look for its new one."},
	"fetch-gone":               {FR: "{0} a retiré cette adresse pour de bon. Cherchez-en une autre.", EN: "{0} has taken this address down for good. Look for another one."},
	"fetch-forbidden":          {FR: "{0} refuse que nous lisions cette adresse (erreur {1}). Elle demande peut-être un mot de passe ou un accord.", EN: "{0} does not let us read this address (error {1}). It may want a password or an agreement."},
	"fetch-busy":               {FR: "{0} demande de ne pas revenir avant {1}.", EN: "{0} asks us not to come back for {1}."},
	"fetch-too-often":          {FR: "{0} nous trouve trop pressés. Nous reviendrons moins souvent.", EN: "{0} finds us too eager. We will come back less often."},
	"fetch-server":             {FR: "{0} est en panne (erreur {1}). Nouvel essai plus tard.", EN: "{0} is out of order (error {1}). We will try again later."},
	"fetch-status":             {FR: "{0} a répondu par l’erreur {1}. Vérifiez l’adresse.", EN: "{0} answered with error {1}. Please check the address."},
	"fetch-redirects":          {FR: "{0} renvoie d’adresse en adresse sans jamais répondre (plus de {1} renvois). Donnez l’adresse finale.", EN: "{0} sends us from address to address without ever answering (more than {1} times). Give the final address."},
	"fetch-too-large":          {FR: "{0} a envoyé plus de {1} Mo : la lecture a été coupée. Cherchez une adresse plus légère.", EN: "{0} sent more than {1} MB: we stopped reading. Look for a lighter address."},
	"fetch-bomb":               {FR: "{0} a envoyé des données comprimées plus de {1} fois : la lecture a été coupée.", EN: "{0} sent data compressed more than {1} times: we stopped reading."},
	"fetch-encoding":           {FR: "{0} a répondu dans une compression que nous n’avions pas demandée ({1}).", EN: "{0} answered in a compression we had not asked for ({1})."},
	"fetch-no-such-host":       {FR: "Le site {0} n’existe pas, ou son nom a disparu. Vérifiez l’adresse.", EN: "There is no site {0}, or its name is gone. Please check the address."},
	"fetch-dns":                {FR: "Le nom {0} n’a pas pu être cherché. Nouvel essai plus tard.", EN: "The name {0} could not be looked up. We will try again later."},
	"fetch-tls-expired":        {FR: "Le certificat de {0} a expiré : impossible de s’assurer que c’est bien lui. Prévenez le site.", EN: "The certificate of {0} has expired: we cannot be sure it is really them. Tell the site."},
	"fetch-tls-name":           {FR: "Le certificat présenté par {0} porte un autre nom : impossible de s’assurer que c’est bien lui. Vérifiez l’adresse.", EN: "{0} presents a certificate for another name: we cannot be sure it is really them. Please check the address."},
	"fetch-tls-unknown":        {FR: "Le certificat de {0} n’est garanti par personne de connu : impossible de s’assurer que c’est bien lui.", EN: "Nobody we know vouches for the certificate of {0}: we cannot be sure it is really them."},
	"fetch-tls":                {FR: "La liaison sécurisée avec {0} n’a pas pu s’établir. Nouvel essai plus tard.", EN: "No secure connection could be made with {0}. We will try again later."},
	"fetch-timeout":            {FR: "{0} n’a pas répondu en entier dans le temps donné ({1} au plus). Nouvel essai plus tard.", EN: "{0} did not answer in full in the time given ({1} at most). We will try again later."},
	"fetch-connection-refused": {FR: "{0} ne répond pas. Nouvel essai plus tard.", EN: "{0} does not answer. We will try again later."},
	"fetch-garbled":            {FR: "{0} a envoyé une réponse que nous n’avons pas pu déchiffrer. Nouvel essai plus tard.", EN: "{0} sent an answer that we could not make out. We will try again later."},
	"fetch-cut-short":          {FR: "La réponse de {0} s’est interrompue. Nouvel essai plus tard.", EN: "The answer of {0} broke off. We will try again later."},
	"fetch-network":            {FR: "La liaison avec {0} a échoué. Nouvel essai plus tard.", EN: "The connection with {0} failed. We will try again later."},
}
