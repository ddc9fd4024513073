-- Catalogs for branches with what lies below, fields by branch, pages, menus, and other resources with their holders.
ALTER TABLE `catalog_audiences` ADD `descendants` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE `user_fields` ADD `viewer_editable` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE `user_fields` ADD `by_branch` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
CREATE TABLE `user_field_branches` (
	`field_id` integer NOT NULL,
	`branch_id` integer NOT NULL,
	PRIMARY KEY(`field_id`, `branch_id`)
);
--> statement-breakpoint
CREATE TABLE `menus` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `menus_name_unique` ON `menus` (`name`);
--> statement-breakpoint
CREATE TABLE `menu_pages` (
	`menu_id` integer NOT NULL,
	`page` text NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`menu_id`, `page`)
);
--> statement-breakpoint
CREATE TABLE `page_assignments` (
	`power_user_id` integer NOT NULL,
	`page` text NOT NULL,
	PRIMARY KEY(`power_user_id`, `page`)
);
--> statement-breakpoint
CREATE TABLE `menu_assignments` (
	`power_user_id` integer NOT NULL,
	`menu_id` integer NOT NULL,
	PRIMARY KEY(`power_user_id`, `menu_id`)
);
--> statement-breakpoint
CREATE INDEX `menu_assignments_by_menu` ON `menu_assignments` (`menu_id`);
--> statement-breakpoint
CREATE TABLE `resources` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `resources_by_key` ON `resources` (`kind`,`key`);
--> statement-breakpoint
CREATE TABLE `resource_assignments` (
	`power_user_id` integer NOT NULL,
	`resource_id` integer NOT NULL,
	PRIMARY KEY(`power_user_id`, `resource_id`)
);
--> statement-breakpoint
CREATE INDEX `resource_assignments_by_resource` ON `resource_assignments` (`resource_id`);
--> statement-breakpoint
CREATE TRIGGER user_field_branches_version_insert AFTER INSERT ON user_field_branches
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER user_field_branches_version_update AFTER UPDATE ON user_field_branches
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER user_field_branches_version_delete AFTER DELETE ON user_field_branches
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER menus_version_insert AFTER INSERT ON menus
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER menus_version_update AFTER UPDATE ON menus
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER menus_version_delete AFTER DELETE ON menus
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER menu_pages_version_insert AFTER INSERT ON menu_pages
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER menu_pages_version_update AFTER UPDATE ON menu_pages
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER menu_pages_version_delete AFTER DELETE ON menu_pages
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER page_assignments_version_insert AFTER INSERT ON page_assignments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER page_assignments_version_update AFTER UPDATE ON page_assignments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER page_assignments_version_delete AFTER DELETE ON page_assignments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER menu_assignments_version_insert AFTER INSERT ON menu_assignments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER menu_assignments_version_update AFTER UPDATE ON menu_assignments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER menu_assignments_version_delete AFTER DELETE ON menu_assignments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER resources_version_insert AFTER INSERT ON resources
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER resources_version_update AFTER UPDATE ON resources
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER resources_version_delete AFTER DELETE ON resources
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER resource_assignments_version_insert AFTER INSERT ON resource_assignments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER resource_assignments_version_update AFTER UPDATE ON resource_assignments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER resource_assignments_version_delete AFTER DELETE ON resource_assignments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER page_assignments_epoch_insert AFTER INSERT ON page_assignments
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (NEW.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER page_assignments_epoch_update AFTER UPDATE ON page_assignments
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (OLD.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) VALUES (NEW.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER page_assignments_epoch_delete AFTER DELETE ON page_assignments
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (OLD.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER menu_assignments_epoch_insert AFTER INSERT ON menu_assignments
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (NEW.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER menu_assignments_epoch_update AFTER UPDATE ON menu_assignments
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (OLD.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) VALUES (NEW.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER menu_assignments_epoch_delete AFTER DELETE ON menu_assignments
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (OLD.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER resource_assignments_epoch_insert AFTER INSERT ON resource_assignments
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (NEW.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER resource_assignments_epoch_update AFTER UPDATE ON resource_assignments
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (OLD.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) VALUES (NEW.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER resource_assignments_epoch_delete AFTER DELETE ON resource_assignments
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (OLD.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER menu_pages_epoch_insert AFTER INSERT ON menu_pages
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM menu_assignments WHERE menu_id = NEW.menu_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER menu_pages_epoch_update AFTER UPDATE ON menu_pages
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM menu_assignments WHERE menu_id = OLD.menu_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM menu_assignments WHERE menu_id = NEW.menu_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER menu_pages_epoch_delete AFTER DELETE ON menu_pages
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM menu_assignments WHERE menu_id = OLD.menu_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER users_unassigned AFTER UPDATE OF level ON users
WHEN OLD.level = 'power_user' AND NEW.level <> 'power_user'
BEGIN
  DELETE FROM page_assignments WHERE power_user_id = NEW.id;
  DELETE FROM menu_assignments WHERE power_user_id = NEW.id;
  DELETE FROM resource_assignments WHERE power_user_id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER users_removed_with_resources AFTER DELETE ON users
BEGIN
  DELETE FROM page_assignments WHERE power_user_id = OLD.id;
  DELETE FROM menu_assignments WHERE power_user_id = OLD.id;
  DELETE FROM resource_assignments WHERE power_user_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER catalogs_unlisted AFTER DELETE ON catalogs
BEGIN
  DELETE FROM dataset_items WHERE kind = 'catalog' AND item_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER user_fields_unbound AFTER DELETE ON user_fields
BEGIN
  DELETE FROM user_field_branches WHERE field_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER branches_unbound AFTER DELETE ON branches
BEGIN
  DELETE FROM user_field_branches WHERE branch_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER menus_removed AFTER DELETE ON menus
BEGIN
  DELETE FROM menu_pages WHERE menu_id = OLD.id;
  DELETE FROM menu_assignments WHERE menu_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER resources_removed AFTER DELETE ON resources
BEGIN
  DELETE FROM resource_assignments WHERE resource_id = OLD.id;
END;
