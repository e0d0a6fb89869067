package say

// catalogLanguage is what the evaluation of readings says.
var catalogLanguage = Catalog{
	"eval-no-data": {
		FR: "Le dossier {0} ne contient pas les données attendues, par exemple {1}. Indiquez un autre dossier avec --data.",
		EN: "The folder {0} does not hold the expected data, for instance {1}. Give another folder with --data.",
	},
}
