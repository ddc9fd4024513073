CREATE TABLE `dataset_assignments` (
	`power_user_id` integer NOT NULL,
	`dataset_id` integer NOT NULL,
	`valid_from` integer,
	`valid_until` integer,
	PRIMARY KEY(`power_user_id`, `dataset_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `dataset_assignments_by_dataset` ON `dataset_assignments` (`dataset_id`);--> statement-breakpoint
CREATE TABLE `dataset_items` (
	`dataset_id` integer NOT NULL,
	`kind` text NOT NULL,
	`item_id` integer NOT NULL,
	`descendants` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`dataset_id`, `kind`, `item_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `dataset_items_by_item` ON `dataset_items` (`kind`,`item_id`);--> statement-breakpoint
CREATE TABLE `dataset_rules` (
	`dataset_id` integer NOT NULL,
	`axis` text NOT NULL,
	`position` integer NOT NULL,
	`match` text NOT NULL,
	`field` text NOT NULL,
	`operator` text NOT NULL,
	`value` text,
	PRIMARY KEY(`dataset_id`, `axis`, `position`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `dataset_selections` (
	`dataset_id` integer NOT NULL,
	`axis` text NOT NULL,
	`mode` text NOT NULL,
	PRIMARY KEY(`dataset_id`, `axis`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `datasets` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`owner_id` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `datasets_name_unique` ON `datasets` (`name`);--> statement-breakpoint
CREATE TABLE `grants` (
	`power_user_id` integer NOT NULL,
	`profile_id` integer NOT NULL,
	`granted_at` integer NOT NULL,
	PRIMARY KEY(`power_user_id`, `profile_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `grants_by_profile` ON `grants` (`profile_id`);--> statement-breakpoint
CREATE TABLE `profile_permissions` (
	`profile_id` integer NOT NULL,
	`permission` text NOT NULL,
	PRIMARY KEY(`profile_id`, `permission`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `profiles` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `profiles_name_unique` ON `profiles` (`name`);--> statement-breakpoint
CREATE TABLE `catalog_audiences` (
	`catalog_id` integer NOT NULL,
	`kind` text NOT NULL,
	`item_id` integer NOT NULL,
	PRIMARY KEY(`catalog_id`, `kind`, `item_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `catalog_items` (
	`catalog_id` integer NOT NULL,
	`kind` text NOT NULL,
	`item_id` integer NOT NULL,
	PRIMARY KEY(`catalog_id`, `kind`, `item_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `catalogs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`visibility` text DEFAULT 'restricted' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `catalogs_key_unique` ON `catalogs` (`key`);--> statement-breakpoint
CREATE TABLE `categories` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`parent_id` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `categories_key_unique` ON `categories` (`key`);--> statement-breakpoint
CREATE INDEX `categories_by_parent` ON `categories` (`parent_id`);--> statement-breakpoint
CREATE TABLE `category_closure` (
	`ancestor_id` integer NOT NULL,
	`descendant_id` integer NOT NULL,
	PRIMARY KEY(`ancestor_id`, `descendant_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `category_closure_by_descendant` ON `category_closure` (`descendant_id`);--> statement-breakpoint
CREATE TABLE `courses` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`code` text,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`search_key` text NOT NULL,
	`type` text DEFAULT 'elearning' NOT NULL,
	`status` text DEFAULT 'published' NOT NULL,
	`category_id` integer,
	`duration_seconds` integer,
	`created_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `courses_key_unique` ON `courses` (`key`);--> statement-breakpoint
CREATE INDEX `courses_by_category` ON `courses` (`category_id`);--> statement-breakpoint
CREATE TABLE `learning_plan_courses` (
	`plan_id` integer NOT NULL,
	`course_id` integer NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	`mandatory` integer DEFAULT true NOT NULL,
	PRIMARY KEY(`plan_id`, `course_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `learning_plan_courses_by_course` ON `learning_plan_courses` (`course_id`);--> statement-breakpoint
CREATE TABLE `learning_plans` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`code` text,
	`name` text NOT NULL,
	`name_key` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `learning_plans_key_unique` ON `learning_plans` (`key`);--> statement-breakpoint
CREATE TABLE `assertion_uses` (
	`site_id` text NOT NULL,
	`jti` text NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`site_id`, `jti`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `assertion_uses_by_expiry` ON `assertion_uses` (`expires_at`);--> statement-breakpoint
CREATE TABLE `audit_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`before` text,
	`after` text
);
--> statement-breakpoint
CREATE TABLE `epochs` (
	`user_id` integer PRIMARY KEY NOT NULL,
	`epoch` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `export_jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`power_user_id` integer NOT NULL,
	`site_id` text NOT NULL,
	`report_id` text NOT NULL,
	`format` text NOT NULL,
	`request` text NOT NULL,
	`filename` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`redeemed_at` integer,
	`finished_at` integer,
	`failed` integer DEFAULT false NOT NULL,
	`rows_expected` integer NOT NULL,
	`rows_written` integer DEFAULT 0 NOT NULL,
	`bytes` integer,
	`sha256` text
);
--> statement-breakpoint
CREATE INDEX `export_jobs_by_power_user` ON `export_jobs` (`power_user_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `guards` (
	`ok` integer NOT NULL,
	CONSTRAINT "guard_holds" CHECK("guards"."ok" = 1)
);
--> statement-breakpoint
CREATE TABLE `signing_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`public_jwk` text NOT NULL,
	`sealed_private_jwk` text NOT NULL,
	`created_at` integer NOT NULL,
	`retired_at` integer
);
--> statement-breakpoint
CREATE TABLE `site_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`site_id` text NOT NULL,
	`alg` text NOT NULL,
	`sealed_secret` text,
	`public_jwk` text,
	`created_at` integer NOT NULL,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE INDEX `site_keys_by_site` ON `site_keys` (`site_id`);--> statement-breakpoint
CREATE TABLE `site_origins` (
	`site_id` text NOT NULL,
	`origin` text NOT NULL,
	PRIMARY KEY(`site_id`, `origin`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `site_origins_by_origin` ON `site_origins` (`origin`);--> statement-breakpoint
CREATE TABLE `sites` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`ceiling_dataset_id` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `versions` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `branch_closure` (
	`ancestor_id` integer NOT NULL,
	`descendant_id` integer NOT NULL,
	PRIMARY KEY(`ancestor_id`, `descendant_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `branch_closure_by_descendant` ON `branch_closure` (`descendant_id`);--> statement-breakpoint
CREATE TABLE `branches` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`parent_id` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `branches_key_unique` ON `branches` (`key`);--> statement-breakpoint
CREATE INDEX `branches_by_parent` ON `branches` (`parent_id`);--> statement-breakpoint
CREATE TABLE `group_members` (
	`group_id` integer NOT NULL,
	`user_id` integer NOT NULL,
	PRIMARY KEY(`group_id`, `user_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `group_members_by_user` ON `group_members` (`user_id`);--> statement-breakpoint
CREATE TABLE `groups` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`automatic` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `groups_key_unique` ON `groups` (`key`);--> statement-breakpoint
CREATE TABLE `user_field_values` (
	`user_id` integer NOT NULL,
	`field_id` integer NOT NULL,
	`value` text NOT NULL,
	`value_key` text NOT NULL,
	PRIMARY KEY(`user_id`, `field_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `user_fields` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`invisible` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_fields_key_unique` ON `user_fields` (`key`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`username` text NOT NULL,
	`email` text,
	`first_name` text DEFAULT '' NOT NULL,
	`last_name` text DEFAULT '' NOT NULL,
	`name_key` text DEFAULT '' NOT NULL,
	`search_key` text DEFAULT '' NOT NULL,
	`level` text DEFAULT 'user' NOT NULL,
	`status` text DEFAULT 'active' NOT NULL,
	`manager_id` integer,
	`branch_id` integer,
	`created_at` integer,
	`last_access_at` integer,
	`expires_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_key_unique` ON `users` (`key`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_username_unique` ON `users` (`username`);--> statement-breakpoint
CREATE INDEX `users_by_branch` ON `users` (`branch_id`);--> statement-breakpoint
CREATE INDEX `users_by_manager` ON `users` (`manager_id`);--> statement-breakpoint
CREATE TABLE `attendances` (
	`user_id` integer NOT NULL,
	`session_id` integer NOT NULL,
	`status` text DEFAULT 'registered' NOT NULL,
	`seconds` integer,
	`score` real,
	PRIMARY KEY(`user_id`, `session_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `attendances_by_session` ON `attendances` (`session_id`);--> statement-breakpoint
CREATE TABLE `certificates` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`user_id` integer NOT NULL,
	`course_id` integer,
	`plan_id` integer,
	`name` text NOT NULL,
	`code` text,
	`issued_at` integer NOT NULL,
	`expires_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `certificates_key_unique` ON `certificates` (`key`);--> statement-breakpoint
CREATE INDEX `certificates_by_user` ON `certificates` (`user_id`);--> statement-breakpoint
CREATE TABLE `daily_activity` (
	`user_id` integer NOT NULL,
	`course_id` integer NOT NULL,
	`day` integer NOT NULL,
	`seconds` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`user_id`, `course_id`, `day`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `enrollments` (
	`user_id` integer NOT NULL,
	`course_id` integer NOT NULL,
	`level` text DEFAULT 'learner' NOT NULL,
	`status` text DEFAULT 'enrolled' NOT NULL,
	`progress` real DEFAULT 0 NOT NULL,
	`initial_score` real,
	`score` real,
	`passed` integer,
	`seconds` integer DEFAULT 0 NOT NULL,
	`enrolled_at` integer,
	`started_at` integer,
	`completed_at` integer,
	`last_access_at` integer,
	`due_at` integer,
	`valid_from` integer,
	`valid_until` integer,
	`archived_at` integer,
	PRIMARY KEY(`user_id`, `course_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `enrollments_by_course` ON `enrollments` (`course_id`);--> statement-breakpoint
CREATE TABLE `external_trainings` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`user_id` integer NOT NULL,
	`name` text NOT NULL,
	`provider` text,
	`status` text DEFAULT 'approved' NOT NULL,
	`completed_at` integer,
	`seconds` integer,
	`score` real
);
--> statement-breakpoint
CREATE UNIQUE INDEX `external_trainings_key_unique` ON `external_trainings` (`key`);--> statement-breakpoint
CREATE INDEX `external_trainings_by_user` ON `external_trainings` (`user_id`);--> statement-breakpoint
CREATE TABLE `plan_enrollments` (
	`user_id` integer NOT NULL,
	`plan_id` integer NOT NULL,
	`enrolled_at` integer,
	`completed_at` integer,
	`due_at` integer,
	PRIMARY KEY(`user_id`, `plan_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `plan_enrollments_by_plan` ON `plan_enrollments` (`plan_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`course_id` integer NOT NULL,
	`name` text NOT NULL,
	`location` text,
	`starts_at` integer NOT NULL,
	`ends_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_key_unique` ON `sessions` (`key`);--> statement-breakpoint
CREATE INDEX `sessions_by_course` ON `sessions` (`course_id`);