// Constants that the build puts in (esbuild's Define).

/** True in the page that is one file and opens from disk. */
declare const __SINGLE_FILE__: boolean;
/** Where the worker's script is, in the site. */
declare const __WORKER_URL__: string;
/** Where the program decode is, in the site. */
declare const __DECODE_URL__: string;
/** Where the other half of the program decode is, in the site. */
declare const __REST_URL__: string;
/** Where the program lab is, in the site. */
declare const __LAB_URL__: string;
/** Where the script of the parts that issue and simulate is, in the site. */
declare const __LAB_PART_URL__: string;
declare const __LAB_STYLES_URL__: string;
/** Where the table of what words mean is, in the site. */
declare const __MEANINGS_URL__: string;
/** Where the manifest is, in the site. */
declare const __MANIFEST_URL__: string;
/** Where the icons that it names are, with blanks between them. */
declare const __ICON_URLS__: string;
/** Names the build in the proof. */
declare const __BUILD_HASH__: string;
/** Where the service worker is, in the site. */
declare const __SERVICE_URL__: string;
/** The files that the service worker keeps: each with its SHA-256. */
declare const __FILES__: readonly (readonly [name: string, sha256: string])[];
/** The version of mtlens, shown beside it. */
declare const __VERSION__: string;
