-- Who acted for whom and where from, and a chain of hashes over all events. What stands already is sealed at the next start.
ALTER TABLE `audit_events` ADD `actor_kind` text;--> statement-breakpoint
ALTER TABLE `audit_events` ADD `on_behalf_of` text;--> statement-breakpoint
ALTER TABLE `audit_events` ADD `door` text;--> statement-breakpoint
ALTER TABLE `audit_events` ADD `request_id` text;--> statement-breakpoint
CREATE INDEX `audit_events_by_actor` ON `audit_events` (`actor`,`id`);--> statement-breakpoint
CREATE INDEX `audit_events_by_subject` ON `audit_events` (`subject`,`id`);--> statement-breakpoint
CREATE TABLE `audit_seals` (
	`event_id` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `audit_head` (
	`one` integer PRIMARY KEY NOT NULL,
	`event_id` integer NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
INSERT INTO `audit_head` (`one`, `event_id`, `hash`)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
--> statement-breakpoint
-- Also what REPLACE would do: nothing but the next event can be sealed, so no event twice and no chain forks.
CREATE TRIGGER audit_seals_in_order BEFORE INSERT ON audit_seals
WHEN length(NEW.hash) <> 64 OR NEW.event_id IS NOT (SELECT min(id) FROM audit_events
  WHERE id > (SELECT coalesce(max(event_id), 0) FROM audit_seals))
BEGIN
  SELECT RAISE(ABORT, 'audit seals stand in order');
END;
--> statement-breakpoint
CREATE TRIGGER audit_seals_never_updated BEFORE UPDATE ON audit_seals
BEGIN
  SELECT RAISE(ABORT, 'audit seals are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER audit_seals_never_deleted BEFORE DELETE ON audit_seals
BEGIN
  SELECT RAISE(ABORT, 'audit seals are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER audit_seals_move_head AFTER INSERT ON audit_seals
BEGIN
  UPDATE audit_head SET event_id = NEW.event_id, hash = NEW.hash;
END;
--> statement-breakpoint
-- The head says what the last seal says, and nothing else.
CREATE TRIGGER audit_head_only_moves BEFORE UPDATE ON audit_head
WHEN NEW.one IS NOT 1 OR NEW.event_id <= OLD.event_id
  OR NEW.event_id IS NOT (SELECT max(event_id) FROM audit_seals)
  OR NEW.hash IS NOT (SELECT hash FROM audit_seals WHERE event_id = NEW.event_id)
BEGIN
  SELECT RAISE(ABORT, 'the head of the audit moves by itself');
END;
--> statement-breakpoint
CREATE TRIGGER audit_head_is_one BEFORE INSERT ON audit_head
BEGIN
  SELECT RAISE(ABORT, 'the head of the audit moves by itself');
END;
--> statement-breakpoint
CREATE TRIGGER audit_head_never_deleted BEFORE DELETE ON audit_head
BEGIN
  SELECT RAISE(ABORT, 'the head of the audit moves by itself');
END;
