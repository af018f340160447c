// A real OpenID provider with one client, on this machine only. Whoever types a name is signed
// in as that name; an address is verified unless the name begins with "unverified".
//
// node vendor/provider.js '{"port": …, "client_id": …, "client_secret": …, "redirect_uri": …}'

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { Provider } from "oidc-provider";

const given = JSON.parse(process.argv[2]);
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const jwk = { ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "test" };

const provider = new Provider(`http://127.0.0.1:${given.port}`, {
  clients: [
    {
      client_id: given.client_id,
      client_secret: given.client_secret,
      redirect_uris: [given.redirect_uri],
    },
  ],
  jwks: { keys: [jwk] },
  cookies: { keys: [randomBytes(32).toString("hex")] },
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  findAccount: (_context, name) => ({
    accountId: name,
    claims: () => ({
      sub: name,
      email: name.startsWith("nobody") ? undefined : name.replace("unverified.", ""),
      email_verified: !name.startsWith("unverified"),
    }),
  }),
});

provider.listen(given.port, "127.0.0.1", () => console.log("ready"));
