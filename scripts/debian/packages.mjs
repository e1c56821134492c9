// Debian's packages: which are there, and how those that are not get there.
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';

/**
 * @param {string} name a package of Debian
 * @returns {boolean}
 * @throws {Error} on a machine without dpkg
 */
export function isInstalled(name) {
  try {
    const status = execFileSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return String(status) === 'installed';
  } catch (error) {
    if (error.code === 'ENOENT') {
      throw new Error('This needs Debian or what derives from it, as there is no dpkg-query.', {cause: error});
    }
    return false;
  }
}

/** Whether packages can be installed here: as root, on Debian or Ubuntu. */
export function canInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

/** The command that a person runs to get them. */
export function toInstallCommand(names) {
  return `sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;
}

/** Installs them, and waits up to ten minutes for another apt-get to end. */
export function installPackages(names) {
  const options = {stdio: ['ignore', 'ignore', 'inherit'], env: {...process.env, DEBIAN_FRONTEND: 'noninteractive'}};
  const lock = ['-o', 'DPkg::Lock::Timeout=600'];
  console.log(`Installing ${names.join(', ')} with apt-get …`);
  spawnSync('apt-get', [...lock, 'update', '-qq'], options); // a stale list is good enough to try with
  execFileSync('apt-get', [...lock, 'install', '-y', '-qq', '--no-install-recommends', ...names], options);
}

/** Installs those that are missing, or throws with the command that does. */
export function needPackages(names) {
  const missing = [...new Set(names)].filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  if (!canInstall()) throw new Error(`Packages are missing. Run: ${toInstallCommand(missing)}`);
  installPackages(missing);
}
