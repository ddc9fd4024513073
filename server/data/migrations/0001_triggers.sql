-- What no write path may forget: versions, epochs, tree closures, clean-up after a removal, append-only audit.
INSERT INTO versions (name, value) VALUES ('membership', 1), ('progress', 1);
--> statement-breakpoint
CREATE TRIGGER users_version_insert AFTER INSERT ON users
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER users_version_update AFTER UPDATE ON users
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER users_version_delete AFTER DELETE ON users
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER user_fields_version_insert AFTER INSERT ON user_fields
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER user_fields_version_update AFTER UPDATE ON user_fields
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER user_fields_version_delete AFTER DELETE ON user_fields
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER user_field_values_version_insert AFTER INSERT ON user_field_values
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER user_field_values_version_update AFTER UPDATE ON user_field_values
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER user_field_values_version_delete AFTER DELETE ON user_field_values
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER groups_version_insert AFTER INSERT ON groups
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER groups_version_update AFTER UPDATE ON groups
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER groups_version_delete AFTER DELETE ON groups
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER group_members_version_insert AFTER INSERT ON group_members
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER group_members_version_update AFTER UPDATE ON group_members
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER group_members_version_delete AFTER DELETE ON group_members
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER branches_version_insert AFTER INSERT ON branches
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER branches_version_update AFTER UPDATE ON branches
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER branches_version_delete AFTER DELETE ON branches
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER categories_version_insert AFTER INSERT ON categories
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER categories_version_update AFTER UPDATE ON categories
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER categories_version_delete AFTER DELETE ON categories
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER courses_version_insert AFTER INSERT ON courses
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER courses_version_update AFTER UPDATE ON courses
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER courses_version_delete AFTER DELETE ON courses
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER learning_plans_version_insert AFTER INSERT ON learning_plans
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER learning_plans_version_update AFTER UPDATE ON learning_plans
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER learning_plans_version_delete AFTER DELETE ON learning_plans
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER learning_plan_courses_version_insert AFTER INSERT ON learning_plan_courses
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER learning_plan_courses_version_update AFTER UPDATE ON learning_plan_courses
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER learning_plan_courses_version_delete AFTER DELETE ON learning_plan_courses
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER catalogs_version_insert AFTER INSERT ON catalogs
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER catalogs_version_update AFTER UPDATE ON catalogs
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER catalogs_version_delete AFTER DELETE ON catalogs
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER catalog_items_version_insert AFTER INSERT ON catalog_items
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER catalog_items_version_update AFTER UPDATE ON catalog_items
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER catalog_items_version_delete AFTER DELETE ON catalog_items
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER catalog_audiences_version_insert AFTER INSERT ON catalog_audiences
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER catalog_audiences_version_update AFTER UPDATE ON catalog_audiences
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER catalog_audiences_version_delete AFTER DELETE ON catalog_audiences
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER datasets_version_insert AFTER INSERT ON datasets
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER datasets_version_update AFTER UPDATE ON datasets
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER datasets_version_delete AFTER DELETE ON datasets
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER dataset_selections_version_insert AFTER INSERT ON dataset_selections
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER dataset_selections_version_update AFTER UPDATE ON dataset_selections
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER dataset_selections_version_delete AFTER DELETE ON dataset_selections
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER dataset_items_version_insert AFTER INSERT ON dataset_items
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER dataset_items_version_update AFTER UPDATE ON dataset_items
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER dataset_items_version_delete AFTER DELETE ON dataset_items
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER dataset_rules_version_insert AFTER INSERT ON dataset_rules
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER dataset_rules_version_update AFTER UPDATE ON dataset_rules
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER dataset_rules_version_delete AFTER DELETE ON dataset_rules
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER dataset_assignments_version_insert AFTER INSERT ON dataset_assignments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER dataset_assignments_version_update AFTER UPDATE ON dataset_assignments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER dataset_assignments_version_delete AFTER DELETE ON dataset_assignments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER sites_version_insert AFTER INSERT ON sites
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER sites_version_update AFTER UPDATE ON sites
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER sites_version_delete AFTER DELETE ON sites
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'membership';
END;
--> statement-breakpoint
CREATE TRIGGER enrollments_version_insert AFTER INSERT ON enrollments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER enrollments_version_update AFTER UPDATE ON enrollments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER enrollments_version_delete AFTER DELETE ON enrollments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER plan_enrollments_version_insert AFTER INSERT ON plan_enrollments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER plan_enrollments_version_update AFTER UPDATE ON plan_enrollments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER plan_enrollments_version_delete AFTER DELETE ON plan_enrollments
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER certificates_version_insert AFTER INSERT ON certificates
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER certificates_version_update AFTER UPDATE ON certificates
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER certificates_version_delete AFTER DELETE ON certificates
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER sessions_version_insert AFTER INSERT ON sessions
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER sessions_version_update AFTER UPDATE ON sessions
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER sessions_version_delete AFTER DELETE ON sessions
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER attendances_version_insert AFTER INSERT ON attendances
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER attendances_version_update AFTER UPDATE ON attendances
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER attendances_version_delete AFTER DELETE ON attendances
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER external_trainings_version_insert AFTER INSERT ON external_trainings
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER external_trainings_version_update AFTER UPDATE ON external_trainings
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER external_trainings_version_delete AFTER DELETE ON external_trainings
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER daily_activity_version_insert AFTER INSERT ON daily_activity
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER daily_activity_version_update AFTER UPDATE ON daily_activity
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER daily_activity_version_delete AFTER DELETE ON daily_activity
BEGIN
  UPDATE versions SET value = value + 1 WHERE name = 'progress';
END;
--> statement-breakpoint
CREATE TRIGGER users_epoch_insert AFTER INSERT ON users
WHEN NEW.level <> 'user'
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (NEW.id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER users_epoch_update AFTER UPDATE OF level, status ON users
WHEN NEW.level IS NOT OLD.level OR NEW.status IS NOT OLD.status
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (NEW.id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER users_epoch_delete AFTER DELETE ON users
WHEN OLD.level <> 'user'
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (OLD.id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER grants_epoch_insert AFTER INSERT ON grants
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (NEW.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER grants_epoch_update AFTER UPDATE ON grants
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (OLD.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) VALUES (NEW.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER grants_epoch_delete AFTER DELETE ON grants
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (OLD.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_assignments_epoch_insert AFTER INSERT ON dataset_assignments
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (NEW.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_assignments_epoch_update AFTER UPDATE ON dataset_assignments
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (OLD.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) VALUES (NEW.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_assignments_epoch_delete AFTER DELETE ON dataset_assignments
BEGIN
  INSERT INTO epochs (user_id, epoch) VALUES (OLD.power_user_id, 1)
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER profile_permissions_epoch_insert AFTER INSERT ON profile_permissions
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM grants WHERE profile_id = NEW.profile_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER profile_permissions_epoch_update AFTER UPDATE ON profile_permissions
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM grants WHERE profile_id = OLD.profile_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM grants WHERE profile_id = NEW.profile_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER profile_permissions_epoch_delete AFTER DELETE ON profile_permissions
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM grants WHERE profile_id = OLD.profile_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_selections_epoch_insert AFTER INSERT ON dataset_selections
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM dataset_assignments WHERE dataset_id = NEW.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_selections_epoch_update AFTER UPDATE ON dataset_selections
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM dataset_assignments WHERE dataset_id = OLD.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM dataset_assignments WHERE dataset_id = NEW.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_selections_epoch_delete AFTER DELETE ON dataset_selections
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM dataset_assignments WHERE dataset_id = OLD.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_items_epoch_insert AFTER INSERT ON dataset_items
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM dataset_assignments WHERE dataset_id = NEW.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_items_epoch_update AFTER UPDATE ON dataset_items
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM dataset_assignments WHERE dataset_id = OLD.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM dataset_assignments WHERE dataset_id = NEW.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_items_epoch_delete AFTER DELETE ON dataset_items
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM dataset_assignments WHERE dataset_id = OLD.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_rules_epoch_insert AFTER INSERT ON dataset_rules
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM dataset_assignments WHERE dataset_id = NEW.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_rules_epoch_update AFTER UPDATE ON dataset_rules
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM dataset_assignments WHERE dataset_id = OLD.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM dataset_assignments WHERE dataset_id = NEW.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER dataset_rules_epoch_delete AFTER DELETE ON dataset_rules
BEGIN
  INSERT INTO epochs (user_id, epoch) SELECT power_user_id, 1 FROM dataset_assignments WHERE dataset_id = OLD.dataset_id
  ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1;
END;
--> statement-breakpoint
CREATE TRIGGER users_demotion AFTER UPDATE OF level ON users
WHEN OLD.level = 'power_user' AND NEW.level <> 'power_user'
BEGIN
  DELETE FROM grants WHERE power_user_id = NEW.id;
  DELETE FROM dataset_assignments WHERE power_user_id = NEW.id;
  DELETE FROM datasets WHERE owner_id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER branches_closure_insert AFTER INSERT ON branches
BEGIN
  INSERT INTO branch_closure (ancestor_id, descendant_id) VALUES (NEW.id, NEW.id);
  INSERT INTO branch_closure (ancestor_id, descendant_id)
  SELECT ancestor_id, NEW.id FROM branch_closure WHERE descendant_id = NEW.parent_id AND ancestor_id <> NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER branches_closure_move AFTER UPDATE OF parent_id ON branches
WHEN NEW.parent_id IS NOT OLD.parent_id
BEGIN
  SELECT RAISE(ABORT, 'branches form a cycle') WHERE EXISTS
  (SELECT 1 FROM branch_closure WHERE ancestor_id = NEW.id AND descendant_id = NEW.parent_id);
  DELETE FROM branch_closure
  WHERE descendant_id IN (SELECT descendant_id FROM branch_closure WHERE ancestor_id = NEW.id)
  AND ancestor_id IN (SELECT ancestor_id FROM branch_closure WHERE descendant_id = NEW.id AND ancestor_id <> NEW.id);
  INSERT INTO branch_closure (ancestor_id, descendant_id)
  SELECT above.ancestor_id, below.descendant_id FROM branch_closure above CROSS JOIN branch_closure below
  WHERE above.descendant_id = NEW.parent_id AND below.ancestor_id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER branches_removed AFTER DELETE ON branches
BEGIN
  UPDATE branches SET parent_id = NULL WHERE parent_id = OLD.id;
  DELETE FROM branch_closure WHERE ancestor_id = OLD.id;
  DELETE FROM branch_closure WHERE descendant_id = OLD.id;
  UPDATE users SET branch_id = NULL WHERE branch_id = OLD.id;
  DELETE FROM dataset_items WHERE kind = 'branch' AND item_id = OLD.id;
  DELETE FROM catalog_audiences WHERE kind = 'branch' AND item_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER categories_closure_insert AFTER INSERT ON categories
BEGIN
  INSERT INTO category_closure (ancestor_id, descendant_id) VALUES (NEW.id, NEW.id);
  INSERT INTO category_closure (ancestor_id, descendant_id)
  SELECT ancestor_id, NEW.id FROM category_closure WHERE descendant_id = NEW.parent_id AND ancestor_id <> NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER categories_closure_move AFTER UPDATE OF parent_id ON categories
WHEN NEW.parent_id IS NOT OLD.parent_id
BEGIN
  SELECT RAISE(ABORT, 'categories form a cycle') WHERE EXISTS
  (SELECT 1 FROM category_closure WHERE ancestor_id = NEW.id AND descendant_id = NEW.parent_id);
  DELETE FROM category_closure
  WHERE descendant_id IN (SELECT descendant_id FROM category_closure WHERE ancestor_id = NEW.id)
  AND ancestor_id IN (SELECT ancestor_id FROM category_closure WHERE descendant_id = NEW.id AND ancestor_id <> NEW.id);
  INSERT INTO category_closure (ancestor_id, descendant_id)
  SELECT above.ancestor_id, below.descendant_id FROM category_closure above CROSS JOIN category_closure below
  WHERE above.descendant_id = NEW.parent_id AND below.ancestor_id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER categories_removed AFTER DELETE ON categories
BEGIN
  UPDATE categories SET parent_id = NULL WHERE parent_id = OLD.id;
  DELETE FROM category_closure WHERE ancestor_id = OLD.id;
  DELETE FROM category_closure WHERE descendant_id = OLD.id;
  UPDATE courses SET category_id = NULL WHERE category_id = OLD.id;
  DELETE FROM dataset_items WHERE kind = 'category' AND item_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER users_removed AFTER DELETE ON users
BEGIN
  DELETE FROM user_field_values WHERE user_id = OLD.id;
  DELETE FROM group_members WHERE user_id = OLD.id;
  DELETE FROM enrollments WHERE user_id = OLD.id;
  DELETE FROM plan_enrollments WHERE user_id = OLD.id;
  DELETE FROM certificates WHERE user_id = OLD.id;
  DELETE FROM attendances WHERE user_id = OLD.id;
  DELETE FROM external_trainings WHERE user_id = OLD.id;
  DELETE FROM daily_activity WHERE user_id = OLD.id;
  UPDATE users SET manager_id = NULL WHERE manager_id = OLD.id;
  DELETE FROM grants WHERE power_user_id = OLD.id;
  DELETE FROM dataset_assignments WHERE power_user_id = OLD.id;
  DELETE FROM datasets WHERE owner_id = OLD.id;
  DELETE FROM dataset_items WHERE kind = 'user' AND item_id = OLD.id;
  DELETE FROM catalog_audiences WHERE kind = 'user' AND item_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER user_fields_removed AFTER DELETE ON user_fields
BEGIN
  DELETE FROM user_field_values WHERE field_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER groups_removed AFTER DELETE ON groups
BEGIN
  DELETE FROM group_members WHERE group_id = OLD.id;
  DELETE FROM dataset_items WHERE kind = 'group' AND item_id = OLD.id;
  DELETE FROM catalog_audiences WHERE kind = 'group' AND item_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER courses_removed AFTER DELETE ON courses
BEGIN
  DELETE FROM enrollments WHERE course_id = OLD.id;
  DELETE FROM learning_plan_courses WHERE course_id = OLD.id;
  DELETE FROM certificates WHERE course_id = OLD.id;
  DELETE FROM sessions WHERE course_id = OLD.id;
  DELETE FROM daily_activity WHERE course_id = OLD.id;
  DELETE FROM catalog_items WHERE kind = 'course' AND item_id = OLD.id;
  DELETE FROM dataset_items WHERE kind = 'course' AND item_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER learning_plans_removed AFTER DELETE ON learning_plans
BEGIN
  DELETE FROM learning_plan_courses WHERE plan_id = OLD.id;
  DELETE FROM plan_enrollments WHERE plan_id = OLD.id;
  DELETE FROM certificates WHERE plan_id = OLD.id;
  DELETE FROM catalog_items WHERE kind = 'plan' AND item_id = OLD.id;
  DELETE FROM dataset_items WHERE kind = 'plan' AND item_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER catalogs_removed AFTER DELETE ON catalogs
BEGIN
  DELETE FROM catalog_items WHERE catalog_id = OLD.id;
  DELETE FROM catalog_audiences WHERE catalog_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER sessions_removed AFTER DELETE ON sessions
BEGIN
  DELETE FROM attendances WHERE session_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER profiles_removed AFTER DELETE ON profiles
BEGIN
  DELETE FROM grants WHERE profile_id = OLD.id;
  DELETE FROM profile_permissions WHERE profile_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER datasets_ceiling_kept BEFORE DELETE ON datasets
WHEN EXISTS (SELECT 1 FROM sites WHERE ceiling_dataset_id = OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'the dataset is the ceiling of a site');
END;
--> statement-breakpoint
CREATE TRIGGER datasets_removed AFTER DELETE ON datasets
BEGIN
  DELETE FROM dataset_selections WHERE dataset_id = OLD.id;
  DELETE FROM dataset_items WHERE dataset_id = OLD.id;
  DELETE FROM dataset_rules WHERE dataset_id = OLD.id;
  DELETE FROM dataset_assignments WHERE dataset_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER sites_removed AFTER DELETE ON sites
BEGIN
  DELETE FROM site_origins WHERE site_id = OLD.id;
  DELETE FROM site_keys WHERE site_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER guards_emptied AFTER INSERT ON guards
BEGIN
  DELETE FROM guards;
END;
--> statement-breakpoint
CREATE TRIGGER audit_events_never_updated BEFORE UPDATE ON audit_events
BEGIN
  SELECT RAISE(ABORT, 'audit events are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER audit_events_never_deleted BEFORE DELETE ON audit_events
BEGIN
  SELECT RAISE(ABORT, 'audit events are append-only');
END;
--> statement-breakpoint
-- REPLACE removes the old row without a delete trigger.
CREATE TRIGGER audit_events_never_replaced BEFORE INSERT ON audit_events
WHEN EXISTS (SELECT 1 FROM audit_events WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'audit events are append-only');
END;
