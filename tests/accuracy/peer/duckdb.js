// Runs an SQL file with DuckDB: node duckdb.js THREADS FILE.sql DIR. Needs the package @duckdb/node-api (see ../README.md).
// SPDX-License-Identifier: MIT
const fs = require('fs');
const { createRequire } = require('module');
const home = process.env.DUCKDB_HOME || process.cwd();
const { DuckDBInstance } = createRequire(home + '/')('@duckdb/node-api');

async function main([threads, file, dir]) {
  const instance = await DuckDBInstance.create(':memory:', { threads });
  const connection = await instance.connect();
  for (const statement of fs.readFileSync(file, 'utf8').replaceAll('DIR', dir).split(/;\s*$/m))
    if (statement.trim()) await connection.run(statement);
}
main(process.argv.slice(2)).catch((error) => { console.error(String(error)); process.exit(1); });
