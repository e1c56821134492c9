// Found before the root's Vite configuration, which has no Svelte.
export default {};
