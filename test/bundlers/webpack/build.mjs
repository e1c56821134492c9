import webpack from 'webpack';

const context = import.meta.dirname;
const entries = process.argv.slice(2);
const compiler = webpack({
  context,
  mode: 'production',
  entry: Object.fromEntries(entries.map((entry) => [entry, ['./setup.js', `./${entry}.js`]])),
  output: {path: `${context}/out`, clean: true, trustedTypes: {policyName: 'webpack'}},
});

compiler.run((error, stats) => {
  const problems = stats?.toJson({all: false, errors: true, warnings: true});
  const texts = [...(error ? [error] : []), ...(problems?.errors ?? []), ...(problems?.warnings ?? [])];
  for (const {message} of texts) console.error(message);
  process.exitCode = texts.length > 0 ? 1 : 0;
  compiler.close(() => {});
});
