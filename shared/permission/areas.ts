/** The 26 areas that permissions belong to, in the order in which an LMS administrator meets them. */

export const areas = [
  { id: 'users', name: 'Users' },
  { id: 'groups', name: 'Groups' },
  { id: 'courses', name: 'Courses' },
  { id: 'learning_plans', name: 'Learning plans' },
  { id: 'enrollments', name: 'Enrollments' },
  { id: 'catalogs', name: 'Course catalogs' },
  { id: 'certificates', name: 'Certificates' },
  { id: 'notifications', name: 'Notifications' },
  { id: 'ilt_sessions', name: 'ILT sessions' },
  { id: 'webinar_sessions', name: 'Webinar sessions' },
  { id: 'locations', name: 'Locations' },
  { id: 'observation_checklists', name: 'Observation checklists' },
  { id: 'reports', name: 'Reports' },
  { id: 'newsletters', name: 'Newsletters' },
  { id: 'subscription_bundles', name: 'Subscription bundles' },
  { id: 'subscription_plans', name: 'Subscription plans' },
  { id: 'subscription_records', name: 'Subscription records' },
  { id: 'external_training', name: 'External training' },
  { id: 'dashboards', name: 'Dashboards' },
  { id: 'learning_impact', name: 'Learning Impact' },
  { id: 'images', name: 'Image management' },
  { id: 'gamification', name: 'Gamification' },
  { id: 'central_repository', name: 'Central repository folders' },
  { id: 'ecommerce_transactions', name: 'E-commerce transactions' },
  { id: 'power_users', name: 'Power User management' },
  { id: 'insights', name: 'Insights' },
] as const;

export type AreaId = (typeof areas)[number]['id'];
