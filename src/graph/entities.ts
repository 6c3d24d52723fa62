import type { IResolvers } from '@graphql-tools/utils';
import { type GraphQLSchema, isUnionType } from 'graphql';
import type { Context } from '../context.ts';
import { BadUserInputError } from '../errors.ts';
import type { NodeModel } from '../providers/connectionModel.ts';
import { partsOf, readEach, readNode } from './nodes.ts';

/**
 * The resolvers of the fields for routers.
 *
 * https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec
 *
 * @param sdl the schema as composition reads it
 */
export function entityResolvers(sdl: string): IResolvers<unknown, Context> {
  return {
    Query: {
      _entities: (_query, { representations }: { readonly representations: readonly unknown[] }, context, info) => {
        const types = entityTypes(info.schema);
        const read = (representation: unknown, index: number) =>
          readEntity(representation, `representations[${index}]`, types, context);
        return readEach(representations, read, context, info);
      },
      _service: () => ({ sdl }),
    },
  };
}

/** The entity interface: other subgraphs do not know the type of a connection. */
const INTERFACE = 'Connection';

function entityTypes(schema: GraphQLSchema): ReadonlySet<string> {
  const entity = schema.getType('_Entity');
  return new Set(isUnionType(entity) ? entity.getTypes().map(({ name }) => name) : []);
}

async function readEntity(
  representation: unknown,
  argument: string,
  types: ReadonlySet<string>,
  context: Context,
): Promise<NodeModel | null> {
  const { __typename: name, id } = Object(representation);
  if (name !== INTERFACE && !types.has(name)) {
    throw new BadUserInputError(`${argument}.__typename`, `must be one of ${[INTERFACE, ...types].join(', ')}.`);
  }
  const parts = partsOf(id, `${argument}.id`);
  if (name === INTERFACE ? !types.has(parts.type) : parts.type !== name) {
    throw new BadUserInputError(`${argument}.id`, `must be the ID of a ${name}.`);
  }
  return readNode(id, `${argument}.id`, context);
}
