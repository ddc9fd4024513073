-- Automations: rules that make power users. What they give counts while `versions` says that they are settled.
CREATE TABLE `automations` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`enabled` integer DEFAULT false NOT NULL,
	`profile_id` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `automations_name_unique` ON `automations` (`name`);--> statement-breakpoint
CREATE INDEX `automations_by_profile` ON `automations` (`profile_id`);--> statement-breakpoint
CREATE TABLE `automation_datasets` (
	`automation_id` integer NOT NULL,
	`dataset_id` integer NOT NULL,
	PRIMARY KEY(`automation_id`, `dataset_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `automation_datasets_by_dataset` ON `automation_datasets` (`dataset_id`);--> statement-breakpoint
CREATE TABLE `automation_rules` (
	`automation_id` integer NOT NULL,
	`position` integer NOT NULL,
	`match` text NOT NULL,
	`group_no` integer DEFAULT 0 NOT NULL,
	`group_match` text DEFAULT 'all' NOT NULL,
	`field` text NOT NULL,
	`operator` text NOT NULL,
	`value` text,
	PRIMARY KEY(`automation_id`, `position`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `automation_gifts` (
	`user_id` integer NOT NULL,
	`automation_id` integer NOT NULL,
	`given` text NOT NULL,
	`told` text NOT NULL,
	PRIMARY KEY(`user_id`, `automation_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `automation_gifts_by_automation` ON `automation_gifts` (`automation_id`);--> statement-breakpoint
CREATE TABLE `automation_promotions` (
	`user_id` integer PRIMARY KEY NOT NULL
);
--> statement-breakpoint
INSERT INTO versions (name, value) VALUES ('automations', 0);
--> statement-breakpoint
CREATE TRIGGER automations_version_insert AFTER INSERT ON automations
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER automations_version_update AFTER UPDATE ON automations
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER automations_version_delete AFTER DELETE ON automations
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER automation_datasets_version_insert AFTER INSERT ON automation_datasets
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER automation_datasets_version_update AFTER UPDATE ON automation_datasets
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER automation_datasets_version_delete AFTER DELETE ON automation_datasets
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER automation_rules_version_insert AFTER INSERT ON automation_rules
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER automation_rules_version_update AFTER UPDATE ON automation_rules
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER automation_rules_version_delete AFTER DELETE ON automation_rules
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
-- What is given by hand leaves less room for automations, and keeps somebody a power user.
CREATE TRIGGER grants_automation_insert AFTER INSERT ON grants
WHEN EXISTS (SELECT 1 FROM automations WHERE enabled = 1) OR EXISTS (SELECT 1 FROM automation_promotions)
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER grants_automation_update AFTER UPDATE ON grants
WHEN EXISTS (SELECT 1 FROM automations WHERE enabled = 1) OR EXISTS (SELECT 1 FROM automation_promotions)
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER grants_automation_delete AFTER DELETE ON grants
WHEN EXISTS (SELECT 1 FROM automations WHERE enabled = 1) OR EXISTS (SELECT 1 FROM automation_promotions)
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER automation_gifts_epoch_insert AFTER INSERT ON automation_gifts
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (NEW.user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER automation_gifts_epoch_update AFTER UPDATE ON automation_gifts
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (OLD.user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) VALUES (NEW.user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER automation_gifts_epoch_delete AFTER DELETE ON automation_gifts
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (OLD.user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER automations_epoch_update AFTER UPDATE OF profile_id ON automations
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT user_id, 1 FROM automation_gifts WHERE automation_id = NEW.id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER automation_datasets_epoch_insert AFTER INSERT ON automation_datasets
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT user_id, 1 FROM automation_gifts WHERE automation_id = NEW.automation_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER automation_datasets_epoch_update AFTER UPDATE ON automation_datasets
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT user_id, 1 FROM automation_gifts WHERE automation_id = OLD.automation_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) SELECT user_id, 1 FROM automation_gifts WHERE automation_id = NEW.automation_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER automation_datasets_epoch_delete AFTER DELETE ON automation_datasets
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT user_id, 1 FROM automation_gifts WHERE automation_id = OLD.automation_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER profile_permissions_gift_epoch_insert AFTER INSERT ON profile_permissions
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automations a ON a.id = g.automation_id WHERE a.profile_id = NEW.profile_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER profile_permissions_gift_epoch_update AFTER UPDATE ON profile_permissions
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automations a ON a.id = g.automation_id WHERE a.profile_id = OLD.profile_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automations a ON a.id = g.automation_id WHERE a.profile_id = NEW.profile_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER profile_permissions_gift_epoch_delete AFTER DELETE ON profile_permissions
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automations a ON a.id = g.automation_id WHERE a.profile_id = OLD.profile_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_selections_gift_epoch_insert AFTER INSERT ON dataset_selections
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automation_datasets d ON d.automation_id = g.automation_id WHERE d.dataset_id = NEW.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_selections_gift_epoch_update AFTER UPDATE ON dataset_selections
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automation_datasets d ON d.automation_id = g.automation_id WHERE d.dataset_id = OLD.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automation_datasets d ON d.automation_id = g.automation_id WHERE d.dataset_id = NEW.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_selections_gift_epoch_delete AFTER DELETE ON dataset_selections
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automation_datasets d ON d.automation_id = g.automation_id WHERE d.dataset_id = OLD.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_items_gift_epoch_insert AFTER INSERT ON dataset_items
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automation_datasets d ON d.automation_id = g.automation_id WHERE d.dataset_id = NEW.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_items_gift_epoch_update AFTER UPDATE ON dataset_items
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automation_datasets d ON d.automation_id = g.automation_id WHERE d.dataset_id = OLD.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automation_datasets d ON d.automation_id = g.automation_id WHERE d.dataset_id = NEW.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_items_gift_epoch_delete AFTER DELETE ON dataset_items
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automation_datasets d ON d.automation_id = g.automation_id WHERE d.dataset_id = OLD.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_rules_gift_epoch_insert AFTER INSERT ON dataset_rules
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automation_datasets d ON d.automation_id = g.automation_id WHERE d.dataset_id = NEW.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_rules_gift_epoch_update AFTER UPDATE ON dataset_rules
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automation_datasets d ON d.automation_id = g.automation_id WHERE d.dataset_id = OLD.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automation_datasets d ON d.automation_id = g.automation_id WHERE d.dataset_id = NEW.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_rules_gift_epoch_delete AFTER DELETE ON dataset_rules
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT DISTINCT g.user_id, 1 FROM automation_gifts g
  JOIN automation_datasets d ON d.automation_id = g.automation_id WHERE d.dataset_id = OLD.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
-- Its gifts stay, so that it is told from whom they are taken; without it they count for nothing.
CREATE TRIGGER automations_removed AFTER DELETE ON automations
BEGIN
  DELETE FROM automation_datasets WHERE automation_id = OLD.id;
  DELETE FROM automation_rules WHERE automation_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER users_removed_automation AFTER DELETE ON users
BEGIN
  DELETE FROM automation_gifts WHERE user_id = OLD.id;
  DELETE FROM automation_promotions WHERE user_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER users_demotion_automation AFTER UPDATE OF level ON users
WHEN OLD.level = 'power_user' AND NEW.level <> 'power_user'
BEGIN
  DELETE FROM automation_gifts WHERE user_id = NEW.id;
  DELETE FROM automation_promotions WHERE user_id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER profiles_automation_kept BEFORE DELETE ON profiles
WHEN EXISTS (SELECT 1 FROM automations WHERE profile_id = OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'an automation gives the profile');
END;
--> statement-breakpoint
CREATE TRIGGER datasets_automation_kept BEFORE DELETE ON datasets
WHEN EXISTS (SELECT 1 FROM automation_datasets WHERE dataset_id = OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'an automation gives the dataset');
END;
