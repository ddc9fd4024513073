CREATE TABLE `admin_job_people` (
	`job_id` text NOT NULL,
	`position` integer NOT NULL,
	`person` text NOT NULL,
	`outcome` text,
	`detail` text,
	PRIMARY KEY(`job_id`, `position`)
);
--> statement-breakpoint
CREATE INDEX `admin_job_people_by_outcome` ON `admin_job_people` (`job_id`,`outcome`);--> statement-breakpoint
CREATE TABLE `admin_jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`request` text NOT NULL,
	`actor` text NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	`held_by` text,
	`held_until` integer
);
--> statement-breakpoint
CREATE TABLE `admin_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `admin_tokens_hash_unique` ON `admin_tokens` (`hash`);--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TRIGGER settings_version_insert AFTER INSERT ON settings
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER settings_version_update AFTER UPDATE ON settings
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER settings_version_delete AFTER DELETE ON settings
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
