import { rmSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const out = '../internal/edge/httpapi/page/dist'

/** Removes the scripts of the last build; Vite's own emptying would take the committed placeholder along. */
const freshAssets: Plugin = {
  name: 'fresh-assets',
  apply: 'build',
  buildStart: () => rmSync(`${out}/assets`, { recursive: true, force: true }),
}

export default defineConfig({
  plugins: [react(), freshAssets],
  build: {
    outDir: out,
    emptyOutDir: false,
    // A stylesheet that failed to load is not asked for again; one for all is there from the start.
    cssCodeSplit: false,
    // The page's content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    target: 'es2022',
  },
  server: {
    proxy: { '/api': { target: process.env.CASEWEAVE_URL ?? 'http://127.0.0.1:8080' } },
  },
})
