// What a page with the configuration and the login button alone loads.
import '../dist/elements/sync/define.js';
import '../dist/elements/login-button/define.js';
