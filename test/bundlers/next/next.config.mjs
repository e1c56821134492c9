export default {
  assetPrefix: process.env.ASSET_PREFIX,
  distDir: process.env.DIST_DIR,
};
