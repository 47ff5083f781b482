// A real OpenID provider for the tests, on this machine only. Node runs it: provider.mjs SETTINGS.json FOLDER, where the folder
// is the one that tests/programs.py has installed the package oidc-provider in.
// Settings: port, redirectUri, and accounts by login name: what the provider says of each (email, email_verified, groups).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const installed = join(process.argv[3], 'node_modules', 'oidc-provider', 'lib', 'index.js');
const { default: Provider } = await import(pathToFileURL(installed));
const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const issuer = `http://127.0.0.1:${settings.port}`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'dashboard',
    client_secret: 'only-for-tests',
    redirect_uris: [settings.redirectUri],
    post_logout_redirect_uris: [settings.redirectUri],
  }],
  cookies: { keys: ['only-for-tests'] },
  scopes: ['openid', 'email', 'profile', 'groups'],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
  // As Entra, Google and Keycloak do: what is said of a person stands in the ID token, which is what Streamlit reads.
  conformIdTokenClaims: false,
  // Read anew for every sign-in, so that a test may change what the provider says.
  findAccount: (_, id) => {
    const said = JSON.parse(readFileSync(process.argv[2], 'utf8')).accounts[id];
    return said && { accountId: id, claims: () => ({ sub: id, ...said }) };
  },
  // Nobody is asked for consent: the dashboard is the provider's own.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid email profile groups');
    await grant.save();
    return grant;
  },
});

provider.listen(settings.port, '127.0.0.1', () => process.stdout.write(`ready ${issuer}\n`));
