ALTER TABLE `dataset_rules` ADD `group_no` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `dataset_rules` ADD `group_match` text DEFAULT 'all' NOT NULL;--> statement-breakpoint
CREATE INDEX `user_field_values_by_value` ON `user_field_values` (`field_id`,`value_key`);