/** How the widget is bundled: one stable entry, and hashed chunks for what is loaded on demand. */
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  // Chunks are fetched from beside ambit.js, wherever the provider serves it.
  base: './',
  build: {
    target: 'es2022',
    outDir: 'dist/widget',
    emptyOutDir: true,
    sourcemap: true,
    manifest: 'manifest.json',
    // The page's CSP decides what may load; an injected preload helper has nothing to add.
    modulePreload: false,
    rolldownOptions: {
      input: { ambit: 'widget/ambit.ts' },
      preserveEntrySignatures: 'strict',
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
