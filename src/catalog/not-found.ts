/** What says that nothing was found, where the documentation of the package that was asked tells. */
const nothing: ReadonlyMap<string, null | undefined> = new Map([
  ['@prisma/client', null], // https://www.prisma.io/docs/orm/reference/prisma-client-reference#findunique
  ['ioredis', null], // https://redis.io/docs/latest/commands/get/
  ['mongodb', null], // https://mongodb.github.io/node-mongodb-native/6.0/classes/Collection.html#findOne
  ['mongoose', null], // https://mongoosejs.com/docs/api/model.html#Model.findOne()
  ['redis', null], // https://redis.io/docs/latest/commands/get/
  ['sequelize', null], // https://sequelize.org/docs/v6/core-concepts/model-querying-finders/
  ['better-sqlite3', undefined], // https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md#getbindparameters---row
  ['kysely', undefined], // https://kysely-org.github.io/kysely-apidoc/classes/SelectQueryBuilder.html#executeTakeFirst
  ['knex', undefined], // https://knexjs.org/guide/query-builder.html#first
  ['keyv', undefined], // https://keyv.org/docs/keyv/#getkey
  ['lru-cache', undefined], // https://isaacs.github.io/node-lru-cache/classes/LRUCache.html#get
  ['node-cache', undefined], // https://github.com/node-cache/node-cache#retrieve-a-key-get
]);

/** By what a package says that nothing was found; null where that is not known. */
export function nothingOf(packageName: string): { readonly is: null | undefined } | null {
  return nothing.has(packageName) ? { is: nothing.get(packageName) as null | undefined } : null;
}
