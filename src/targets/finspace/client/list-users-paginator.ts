import { createPaginator } from '@smithy/core';
import type { PaginationConfiguration } from '@smithy/types';
import {
  ListUsersCommand,
  type ListUsersCommandInput,
  type ListUsersCommandOutput,
} from './commands.ts';
import { FinspaceDataClient } from './finspace-data-client.ts';

export interface FinspaceDataPaginationConfiguration extends PaginationConfiguration {
  client: FinspaceDataClient;
}

/** Iterates over the pages of ListUsers. */
export const paginateListUsers = createPaginator<
  FinspaceDataPaginationConfiguration,
  ListUsersCommandInput,
  ListUsersCommandOutput
>(FinspaceDataClient, ListUsersCommand, 'nextToken', 'nextToken', 'maxResults');
