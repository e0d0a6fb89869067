// Starts the server that the environment describes (PDS_PORT and the like).
import { PDS, envToCfg, envToSecrets, readEnv } from "@atproto/pds";
const env = readEnv();
const pds = await PDS.create(envToCfg(env), envToSecrets(env));
await pds.start();
