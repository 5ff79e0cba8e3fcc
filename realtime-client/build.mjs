// Makes dist/realtime.js, which is committed: who builds the Java needs no Node. CI builds it again and fails where it differs.
import { build } from "esbuild";
import { readFileSync } from "node:fs";

const { name, version, license } = JSON.parse(readFileSync("package.json", "utf8"));

await build({
  entryPoints: ["src/main/js/realtime.js"],
  outfile: "dist/realtime.js",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  banner: { js: `/*! ${name} ${version}, ${license} */` },
});
