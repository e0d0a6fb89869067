package say

// catalogStore holds what the memory has to tell.
var catalogStore = Catalog{
	"store-locked": {
		FR: "Une autre Vigie se sert déjà du dossier {0}. Arrêtez-la, ou choisissez un autre dossier avec --data.",
		EN: "Another Vigie is already using the folder {0}. Stop it, or choose another folder with --data.",
	},
	"store-full": {
		FR: "Le disque est plein : {0} ne peut plus grandir. Rien de ce qui était confirmé n’est perdu ; faites de la place et Vigie reprendra.",
		EN: "The disk is full: {0} cannot grow. Nothing that was confirmed is lost; free some space and Vigie will go on.",
	},
	"store-readonly": {
		FR: "Vigie n’a pas le droit d’écrire dans {0}. Vérifiez à qui appartient le dossier et s’il est en lecture seule.",
		EN: "Vigie may not write to {0}. Check who owns the folder and whether it is read-only.",
	},
	"store-io": {
		FR: "Le disque ne répond pas bien pour {0}. Rien n’a été confirmé à tort ; vérifiez le disque, Vigie essaiera de nouveau.",
		EN: "The disk does not answer well for {0}. Nothing was wrongly confirmed; check the disk, Vigie will try again.",
	},
	"store-damaged": {
		FR: "Le fichier {0} est abîmé. Arrêtez Vigie, gardez-en une copie, et restaurez la dernière sauvegarde avec vigie restore.",
		EN: "The file {0} is damaged. Stop Vigie, keep a copy of it, and restore the last backup with vigie restore.",
	},
	"store-busy": {
		FR: "{0} est occupé par un autre travail. Nouvel essai dans un instant.",
		EN: "{0} is busy with other work. We will try again in a moment.",
	},
	"store-closed": {
		FR: "Vigie est en train de s’arrêter.",
		EN: "Vigie is stopping.",
	},
	"store-newer": {
		FR: "{0} a été écrit par une version plus récente de Vigie. Servez-vous de celle-là, ou restaurez une sauvegarde plus ancienne.",
		EN: "{0} was written by a newer version of Vigie. Use that one, or restore an older backup.",
	},
	"store-zone": {
		FR: "Le fuseau horaire « {0} » n’existe pas. Écrivez-le comme « Europe/Paris ».",
		EN: "There is no time zone “{0}”. Write it like “Europe/Paris”.",
	},
	"store-check": {
		FR: "{0} : {1}",
		EN: "{0}: {1}",
	},
	"restore-not-empty": {
		FR: "Le dossier {0} contient déjà une mémoire de Vigie. Restaurez dans un dossier vide, ou ajoutez --force : ce qui y est sera gardé à côté.",
		EN: "The folder {0} already holds a memory of Vigie. Restore into an empty folder, or add --force: what is there will be kept aside.",
	},
	"restore-damaged": {
		FR: "Cette sauvegarde est abîmée ou n’est pas une sauvegarde de Vigie. Rien n’a été changé.",
		EN: "This backup is damaged, or is no backup of Vigie. Nothing was changed.",
	},
	"recount-figure": {
		FR: "Sujet {0}, {1} : {2} noté, {3} compté.",
		EN: "Topic {0}, {1}: {2} noted, {3} counted.",
	},
	"recount-match": {
		FR: "Sujet {0} : la mention {1} n’y est pas rangée comme elle est écrite.",
		EN: "Topic {0}: mention {1} is not filed there as it is written.",
	},
	"recount-whole": {
		FR: "{0} : {1} noté, {2} compté.",
		EN: "{0}: {1} noted, {2} counted.",
	},
	"store-no-mention": {
		FR: "Cette mention n’est pas ici. Elle a peut-être été effacée à la demande de son auteur.",
		EN: "This mention is not here. It may have been erased at its author’s request.",
	},
	"mention-never-heard": {
		FR: "Vigie n’a jamais entendu {0}, ou l’a oublié depuis.",
		EN: "Vigie never heard {0}, or has forgotten it since.",
	},
	"topic-silent": {
		FR: "Personne d’autre n’a encore parlé de ce sujet.",
		EN: "Nobody else has spoken of this topic yet.",
	},
	"store-no-topic": {
		FR: "Ce sujet n’existe plus.",
		EN: "This topic no longer exists.",
	},
	"topic-has-matches": {
		FR: "Ce sujet a encore des mentions : elles en sont d’abord retirées.",
		EN: "This topic still has mentions: they are taken out of it first.",
	},
	"store-no-source": {
		FR: "Cette source n’existe plus.",
		EN: "This source no longer exists.",
	},
	"source-twice": {
		FR: "{0} est déjà écouté.",
		EN: "{0} is already listened to.",
	},
	"store-no-user": {
		FR: "Cette personne n’a pas de compte ici.",
		EN: "This person has no account here.",
	},
	"user-twice": {
		FR: "{0} a déjà un compte.",
		EN: "{0} already has an account.",
	},
	"erase-nobody": {
		FR: "Dites qui effacer.",
		EN: "Say who is to be erased.",
	},
	"page-token": {
		FR: "Cette suite de liste n’est pas lisible. Reprenez la recherche depuis le début.",
		EN: "This continuation of a list cannot be read. Start the search again.",
	},
	"count-what": {
		FR: "Dites de quels sujets compter les mentions.",
		EN: "Say which topics’ mentions to count.",
	},
	"count-when": {
		FR: "Dites de quand à quand compter.",
		EN: "Say from when to when to count.",
	},
}
