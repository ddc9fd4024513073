/** The loader: connects the page by its own script tag and registers the elements, once however often it is loaded. */
import { configure, connectByScriptTag } from './client/connection.ts';

export { configure };

connectByScriptTag(import.meta.url);
