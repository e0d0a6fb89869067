package say

// catalogMatch holds what the measure of the matcher tells.
var catalogMatch = Catalog{
	"cli-bench.queries": {FR: "Nombre de requêtes (match).", EN: "Number of queries (match)."},
	"cli-bench-queries": {FR: "--queries doit être un nombre de 1 ou plus.", EN: "--queries must be a number of 1 or more."},
	"cli-bench-few":     {FR: "Seulement {0} textes : il en faut au moins {1} pour mesurer.", EN: "Only {0} posts: at least {1} are needed to measure."},
}
