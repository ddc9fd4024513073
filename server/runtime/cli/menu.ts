/** `ambit menu`: named sets of pages. */
import type { Command } from 'commander';
import { createMenu } from '../../command/create-menu.ts';
import { editMenu } from '../../command/edit-menu.ts';
import { type MenuRecord, readMenus } from '../../command/menu-record.ts';
import { removeMenu } from '../../command/remove-menu.ts';
import { atDatabase, collect } from './at-database.ts';
import { table } from './output.ts';

export function configure(command: Command): void {
  const list = command.command('list').description('every menu, with its pages');
  list.action(() =>
    atDatabase(list, async ({ database }, output) => {
      const menus = await readMenus(database);
      const rows = menus.map(({ name, pages, holders }) => [
        name,
        pages.join(', ') || '-',
        String(holders.length),
      ]);
      output.print(menus, table(['menu', 'pages', 'held by'], rows));
    }),
  );
  const create = command.command('create').description('make a menu').argument('<name>');
  create.option('--page <id>', 'a page, which is a dashboard (again for more)', collect);
  create.action((name: string) =>
    atDatabase(create, async (occasion, output) => {
      const { page: pages } = create.opts<{ page?: string[] }>();
      const made = await createMenu(occasion, { name, pages });
      output.print(made, [`Made the menu ${told(made)}`]);
    }),
  );
  const edit = command.command('edit').description('change a menu').argument('<menu>');
  edit.option('--name <name>', 'a new name');
  edit.option('--page <id>', 'all of its pages from now on (again for more)', collect);
  edit.option('--no-pages', 'leave it empty');
  edit.action((menu: string) =>
    atDatabase(edit, async (occasion, output) => {
      const { name, page, pages } = edit.opts<{ name?: string; page?: string[]; pages: boolean }>();
      const made = await editMenu(occasion, { menu, name, pages: pages ? page : [] });
      output.print(made, [`Changed the menu ${told(made)}`]);
    }),
  );
  const remove = command.command('remove').description('remove a menu').argument('<menu>');
  remove.action((menu: string) =>
    atDatabase(remove, async (occasion, output) => {
      const gone = await removeMenu(occasion, { menu });
      output.print(gone, [`Removed the menu ${told(gone)}`]);
    }),
  );
}

const told = ({ name, pages }: MenuRecord): string =>
  `"${name}": ${pages.join(', ') || 'without pages'}`;
