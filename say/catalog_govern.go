package say

// catalogGovern holds what package govern says.
var catalogGovern = Catalog{
	"password-short": {FR: "Ce mot de passe est trop court : il faut {0|# caractère|# caractères} au moins.", EN: "This password is too short: it needs {0|# character|# characters} at least."},
	"password-long":  {FR: "Ce mot de passe est trop long : {0|# caractère|# caractères} au plus.", EN: "This password is too long: {0|# character|# characters} at most."},
	"password-login": {FR: "Ce mot de passe est votre adresse : on l’essaierait en premier.", EN: "This password is your address: it would be tried first."},
	"password-same":  {FR: "Ce mot de passe répète un seul caractère.", EN: "This password repeats one single character."},
	"login-shape":    {FR: "« {0} » n’est pas une adresse électronique.", EN: "“{0}” is not an e-mail address."},
}
