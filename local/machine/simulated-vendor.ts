import { randomBytes } from 'node:crypto';
import type { Connect, Environment } from '../../lambda/adapters/connect.ts';
import { createStaticCredentials } from '../../lambda/adapters/credentials.ts';
import { httpGet } from '../../lambda/adapters/vendor/http-get.ts';
import { createVodStation } from '../../lambda/adapters/vendor/vod-station.ts';
import type { Config } from '../../lambda/config/config.ts';
import type { HttpServer } from '../http/http-server.ts';
import { keysOf } from '../simulator/gateway.ts';
import { startSimulator } from '../simulator/server.ts';
import { createWorld, createWorlds } from '../simulator/world/world.ts';
import { chooseSeed } from './world-seed.ts';

/** A simulator that knows every account, and how nights find it. */
type SimulatedVendor = HttpServer & {
  /** What of the environment leads there. */
  readonly environment: Environment;
  /** Gives the accounts of a fleet keys of it, whatever secrets are theirs. */
  readonly connectWith: (connect: Connect) => Connect;
};

/** Starts the simulator. The accounts of the configuration share one world; each of a fleet has its own. */
export async function startSimulatedVendor(directory: string, config: Config): Promise<SimulatedVendor> {
  const seed = await chooseSeed(directory, config, Date.now());
  const keys = { accessKey: randomBytes(10).toString('hex'), secretKey: randomBytes(20).toString('hex') };
  const configured = new Set(config.accounts.map(({ name }) => name));
  const server = await startSimulator({ ...keys, world: createWorld(seed), worldOf: createWorlds(seed) });
  return {
    ...server,
    environment: {
      VOD_STATION_URL: server.url,
      NCP_ACCESS_KEY: keys.accessKey,
      NCP_SECRET_KEY: keys.secretKey,
    },
    connectWith: (connect) => (account, night) => {
      const { secret: _secret, ...others } = account;
      if (configured.has(account.name)) return connect(others, night);
      const ports = connect(others, night);
      const { accessKey, secretKey } = keysOf(account.name, keys);
      const { clock, random } = ports;
      const credentials = createStaticCredentials(accessKey, secretKey);
      const options = { baseUrl: server.url, credentials, send: httpGet, clock, random };
      return { ...ports, vodStation: createVodStation(options) };
    },
  };
}
