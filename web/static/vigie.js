// What the pages do beyond what they can do without JavaScript. Each module
// enhances something that already works, and stays silent where it is not
// needed.
import { cards } from "./cards.js";
import { keys } from "./keys.js";
import { live } from "./live.js";
import { refresh } from "./refresh.js";
import { forms } from "./forms.js";
import { query } from "./query.js";

for (const start of [cards, keys, live, refresh, forms, query]) start();
