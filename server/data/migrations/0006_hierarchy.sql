CREATE TABLE `profile_resources` (
	`power_user_id` integer NOT NULL,
	`profile_id` integer NOT NULL,
	`granted_by` integer,
	PRIMARY KEY(`power_user_id`, `profile_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `profile_resources_by_profile` ON `profile_resources` (`profile_id`);--> statement-breakpoint
CREATE INDEX `profile_resources_by_giver` ON `profile_resources` (`granted_by`,`profile_id`);--> statement-breakpoint
ALTER TABLE `datasets` ADD `cut_from` integer;--> statement-breakpoint
ALTER TABLE `datasets` ADD `made_by` integer;--> statement-breakpoint
CREATE INDEX `datasets_by_source` ON `datasets` (`cut_from`,`made_by`);--> statement-breakpoint
CREATE INDEX `datasets_by_maker` ON `datasets` (`made_by`);--> statement-breakpoint
ALTER TABLE `grants` ADD `granted_by` integer;--> statement-breakpoint
CREATE INDEX `grants_by_giver` ON `grants` (`granted_by`,`profile_id`);--> statement-breakpoint
ALTER TABLE `users` ADD `promoted_by` integer;--> statement-breakpoint
-- Who holds a profile by way of somebody, to use it or to pass it on.
CREATE TRIGGER profile_resources_epoch_insert AFTER INSERT ON profile_resources
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE passing (id) AS (
      SELECT NEW.power_user_id
      UNION SELECT r.power_user_id FROM passing CROSS JOIN profile_resources r
      ON r.granted_by = passing.id AND r.profile_id = NEW.profile_id)
    SELECT id FROM passing
    UNION SELECT g.power_user_id FROM passing CROSS JOIN grants g
    ON g.granted_by = passing.id AND g.profile_id = NEW.profile_id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER profile_resources_epoch_update AFTER UPDATE ON profile_resources
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE passing (id) AS (
      SELECT OLD.power_user_id
      UNION SELECT r.power_user_id FROM passing CROSS JOIN profile_resources r
      ON r.granted_by = passing.id AND r.profile_id = OLD.profile_id)
    SELECT id FROM passing
    UNION SELECT g.power_user_id FROM passing CROSS JOIN grants g
    ON g.granted_by = passing.id AND g.profile_id = OLD.profile_id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE passing (id) AS (
      SELECT NEW.power_user_id
      UNION SELECT r.power_user_id FROM passing CROSS JOIN profile_resources r
      ON r.granted_by = passing.id AND r.profile_id = NEW.profile_id)
    SELECT id FROM passing
    UNION SELECT g.power_user_id FROM passing CROSS JOIN grants g
    ON g.granted_by = passing.id AND g.profile_id = NEW.profile_id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER profile_resources_epoch_delete AFTER DELETE ON profile_resources
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE passing (id) AS (
      SELECT OLD.power_user_id
      UNION SELECT r.power_user_id FROM passing CROSS JOIN profile_resources r
      ON r.granted_by = passing.id AND r.profile_id = OLD.profile_id)
    SELECT id FROM passing
    UNION SELECT g.power_user_id FROM passing CROSS JOIN grants g
    ON g.granted_by = passing.id AND g.profile_id = OLD.profile_id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
-- Who holds what was cut out of a dataset, by whom or from what it may be.
CREATE TRIGGER dataset_assignments_below_insert AFTER INSERT ON dataset_assignments
WHEN EXISTS (SELECT 1 FROM datasets WHERE cut_from = NEW.dataset_id AND made_by = NEW.power_user_id)
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = NEW.dataset_id AND made_by = NEW.power_user_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_assignments_below_update AFTER UPDATE ON dataset_assignments
WHEN EXISTS (SELECT 1 FROM datasets WHERE cut_from = OLD.dataset_id AND made_by = OLD.power_user_id) OR EXISTS (SELECT 1 FROM datasets WHERE cut_from = NEW.dataset_id AND made_by = NEW.power_user_id)
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = OLD.dataset_id AND made_by = OLD.power_user_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = NEW.dataset_id AND made_by = NEW.power_user_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_assignments_below_delete AFTER DELETE ON dataset_assignments
WHEN EXISTS (SELECT 1 FROM datasets WHERE cut_from = OLD.dataset_id AND made_by = OLD.power_user_id)
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = OLD.dataset_id AND made_by = OLD.power_user_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_selections_below_insert AFTER INSERT ON dataset_selections
WHEN EXISTS (SELECT 1 FROM datasets WHERE cut_from = NEW.dataset_id)
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = NEW.dataset_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_selections_below_update AFTER UPDATE ON dataset_selections
WHEN EXISTS (SELECT 1 FROM datasets WHERE cut_from = OLD.dataset_id) OR EXISTS (SELECT 1 FROM datasets WHERE cut_from = NEW.dataset_id)
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = OLD.dataset_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = NEW.dataset_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_selections_below_delete AFTER DELETE ON dataset_selections
WHEN EXISTS (SELECT 1 FROM datasets WHERE cut_from = OLD.dataset_id)
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = OLD.dataset_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_items_below_insert AFTER INSERT ON dataset_items
WHEN EXISTS (SELECT 1 FROM datasets WHERE cut_from = NEW.dataset_id)
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = NEW.dataset_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_items_below_update AFTER UPDATE ON dataset_items
WHEN EXISTS (SELECT 1 FROM datasets WHERE cut_from = OLD.dataset_id) OR EXISTS (SELECT 1 FROM datasets WHERE cut_from = NEW.dataset_id)
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = OLD.dataset_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = NEW.dataset_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_items_below_delete AFTER DELETE ON dataset_items
WHEN EXISTS (SELECT 1 FROM datasets WHERE cut_from = OLD.dataset_id)
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = OLD.dataset_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_rules_below_insert AFTER INSERT ON dataset_rules
WHEN EXISTS (SELECT 1 FROM datasets WHERE cut_from = NEW.dataset_id)
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = NEW.dataset_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_rules_below_update AFTER UPDATE ON dataset_rules
WHEN EXISTS (SELECT 1 FROM datasets WHERE cut_from = OLD.dataset_id) OR EXISTS (SELECT 1 FROM datasets WHERE cut_from = NEW.dataset_id)
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = OLD.dataset_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = NEW.dataset_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_rules_below_delete AFTER DELETE ON dataset_rules
WHEN EXISTS (SELECT 1 FROM datasets WHERE cut_from = OLD.dataset_id)
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE cut_from = OLD.dataset_id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER datasets_below_update AFTER UPDATE OF cut_from, made_by ON datasets
WHEN NEW.cut_from IS NOT OLD.cut_from OR NEW.made_by IS NOT OLD.made_by
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE id = NEW.id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER users_below_update AFTER UPDATE OF level, status ON users
WHEN (NEW.level IS NOT OLD.level AND 'power_user' IN (OLD.level, NEW.level)) OR NEW.status IS NOT OLD.status
BEGIN
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE passing (id, profile_id) AS (
      SELECT power_user_id, profile_id FROM profile_resources WHERE power_user_id = NEW.id
      UNION SELECT r.power_user_id, r.profile_id FROM passing CROSS JOIN profile_resources r
      ON r.granted_by = passing.id AND r.profile_id = passing.profile_id)
    SELECT id FROM passing
    UNION SELECT g.power_user_id FROM passing CROSS JOIN grants g
    ON g.granted_by = passing.id AND g.profile_id = passing.profile_id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch)
  SELECT id, 1 FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM datasets WHERE made_by = NEW.id
      UNION SELECT d.id FROM below CROSS JOIN datasets d ON d.cut_from = below.id)
    SELECT DISTINCT a.power_user_id AS id FROM below CROSS JOIN dataset_assignments a ON a.dataset_id = below.id) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER users_demotion_resources AFTER UPDATE OF level ON users
WHEN OLD.level = 'power_user' AND NEW.level <> 'power_user'
BEGIN
  DELETE FROM profile_resources WHERE power_user_id = NEW.id;
  UPDATE users SET promoted_by = NULL WHERE id = NEW.id AND promoted_by IS NOT NULL;
END;
--> statement-breakpoint
CREATE TRIGGER users_removed_resources AFTER DELETE ON users
BEGIN
  DELETE FROM profile_resources WHERE power_user_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER profiles_removed_resources AFTER DELETE ON profiles
BEGIN
  DELETE FROM profile_resources WHERE profile_id = OLD.id;
END;
