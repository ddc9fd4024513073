CREATE INDEX `users_with_power` ON `users` (`expires_at`) WHERE level = 'power_user';
