// What the page alone knows, before any other module asks for a file: where the files are, and the nonce of this answer.
__webpack_public_path__ = document.querySelector('meta[name="files"]').content;
__webpack_nonce__ = document.currentScript.nonce;
