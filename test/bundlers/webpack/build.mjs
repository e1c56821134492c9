import webpack from 'webpack';

const context = import.meta.dirname;
const compiler = webpack({
  context,
  mode: 'production',
  entry: {main: ['./setup.js', './main.js'], all: ['./setup.js', './all.js']},
  output: {path: `${context}/out`, trustedTypes: {policyName: 'webpack'}},
});

compiler.run((error, stats) => {
  const problems = stats?.toJson({all: false, errors: true, warnings: true});
  const texts = [...(error ? [error] : []), ...(problems?.errors ?? []), ...(problems?.warnings ?? [])];
  for (const {message} of texts) console.error(message);
  process.exitCode = texts.length > 0 ? 1 : 0;
  compiler.close(() => {});
});
