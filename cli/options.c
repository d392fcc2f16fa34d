/* options - the command line: one table of commands, one argp parser a command, so that --help of a command shows what
 * that command takes and nothing else.
 *
 * SPDX-License-Identifier: MIT */
#include "cli/options.h"

#include "base/memory.h"
#include "report/words/words.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    KEY_CASE = 256,
    KEY_FORMATS,
    KEY_PASSWORD_FILE,
    KEY_TAPE,
    KEY_LEAKED,
    KEY_PRICES,
    KEY_FX,
    KEY_FIAT,
    KEY_TIME_ZONE,
    KEY_LANGUAGE,
    KEY_FORMAT,
    KEY_EXPLAIN_FORMAT,
    KEY_TIMESTAMP,
    KEY_SIGNATURE,
    KEY_DIGEST,
    KEY_TRUST,
    KEY_KEY,
    KEY_CERT,
    KEY_KEY_PASSWORD_FILE,
    KEY_NEW,
    KEY_PROGRAM,
    KEY_CHECK,
    KEY_REASONS,
    KEY_MARKDOWN,
    KEY_ORIGINALS,
    KEY_REDACT,
    KEY_PSEUDONYMS,
    KEY_FULL_CASE,
    KEY_JSON_LOG,
    KEY_NO_COLOR
};

enum option_group {
    FOR_READING = 1,
    FOR_REPORT = 2,
    FOR_TIMELINE = 4,
    FOR_BULK = 8,
    FOR_FORMATS = 16,
    FOR_ALL = 32,
    FOR_INIT = 64,
    FOR_VERIFY = 128,
    FOR_EXPLAIN = 256,
    FOR_SIGN = 512
};

struct known_option {
    struct argp_option option;
    unsigned groups;
};

static const struct known_option known_options[] = {
    {{"output", 'o', "DIR", 0, "folder to write", 0}, FOR_REPORT | FOR_BULK},
    {{"output", 'o', "FILE", 0, "file to write (default: case.json)", 0}, FOR_INIT},
    {{"case", KEY_CASE, "FILE", 0, "what you know about the case (see 'straykey init')", 0}, FOR_READING},
    {{"time-zone", KEY_TIME_ZONE, "ZONE", 0, "zone of files that do not say theirs, such as Europe/Paris", 0},
     FOR_READING | FOR_BULK},
    {{"password-file", KEY_PASSWORD_FILE, "FILE", 0, "passwords of encrypted archives, one a line; kept nowhere", 0},
     FOR_READING | FOR_BULK | FOR_VERIFY},
    {{"tape", KEY_TAPE, "DIR", 0,
      "trades that Binance publishes (SYMBOL-trades-DATE.zip); the fills are looked for among them", 0},
     FOR_REPORT | FOR_BULK | FOR_VERIFY},
    {{"leaked", KEY_LEAKED, "FILE", 0,
      "list of leaked keys or their SHA-256, one a line; it is told which of yours are in it, and kept nowhere", 0},
     FOR_REPORT | FOR_BULK | FOR_VERIFY},
    {{"prices", KEY_PRICES, "DIR", 0,
      "prices to value the losses by: Binance's SYMBOL-1m-DATE.zip and SYMBOL-trades-DATE.zip, or CSV "
      "time,market,price",
      0},
     FOR_REPORT | FOR_BULK | FOR_VERIFY},
    {{"fx", KEY_FX, "FILE", 0,
      "rates to state losses in the currency of --fiat: CSV date,currency,per_usd, or the ECB's eurofxref-hist.csv", 0},
     FOR_REPORT | FOR_BULK | FOR_VERIFY},
    {{"fiat", KEY_FIAT, "CODE", 0, "with --fx: the currency, such as EUR", 0}, FOR_REPORT | FOR_BULK},
    {{"formats", KEY_FORMATS, "DIR", 0, "further format definitions", 0}, FOR_READING | FOR_BULK | FOR_FORMATS},
    {{"originals", KEY_ORIGINALS, "copy|hash-only", 0, "whether copies of your files go into the case folder", 0},
     FOR_REPORT | FOR_BULK},
    {{"redact", KEY_REDACT, "PARTS", 0,
      "write a copy to share, without PARTS, a list of contacts (names and contacts), uids (account ids and keys), "
      "amounts; originals, case file and texts of bots are left out too",
      0},
     FOR_REPORT | FOR_BULK},
    {{"pseudonyms", KEY_PSEUDONYMS, "KEYFILE", 0,
      "with --redact: pseudonyms (HMAC-SHA-256) that are the same in all copies made with this file; it is kept "
      "nowhere. "
      "Make one with: openssl rand -out KEYFILE 32",
      0},
     FOR_REPORT | FOR_BULK | FOR_VERIFY},
    {{"full-case", KEY_FULL_CASE, "DIR", 0,
      "with --redact: the full case folder of the same files, whose digest the copy then states; verify repeats the "
      "run "
      "of a shared copy from it",
      0},
     FOR_REPORT | FOR_VERIFY},
    {{"language", KEY_LANGUAGE, "CODE", 0,
      "a second report, police letter, access request and declaration in that language too, such as fr", 0},
     FOR_REPORT | FOR_BULK},
    {{"format", KEY_FORMAT, "csv|jsonl", 0, "how the timeline is written (default: csv)", 0}, FOR_TIMELINE},
    {{"format", KEY_EXPLAIN_FORMAT, "text|json", 0, "how it is written (default: text)", 0}, FOR_EXPLAIN | FOR_VERIFY},
    {{"timestamp", KEY_TIMESTAMP, "FILE.tsr", 0,
      "answer of a time-stamping authority to tagmanifest.tsq (default: tagmanifest.tsr in the folder, if it is there)",
      0},
     FOR_VERIFY},
    {{"signature", KEY_SIGNATURE, "FILE.p7s", 0,
      "signature over tagmanifest-sha256.txt (default: tagmanifest-sha256.txt.p7s in the folder, if it is there)", 0},
     FOR_VERIFY},
    {{"trust", KEY_TRUST, "CERT.pem", 0,
      "certificates to trust: an authority's for the time stamp, beside this computer's own, and the signer's or his "
      "authority's, which a signature must then lead to; may be given several times",
      0},
     FOR_VERIFY},
    {{"digest", KEY_DIGEST, "SHA256", 0,
      "digest that was sent early, of manifest-sha256.txt (as in the ticket) or tagmanifest-sha256.txt", 0},
     FOR_VERIFY},
    {{"key", KEY_KEY, "KEY.pem", 0, "private key, P-256, P-384 or RSA; printed and kept nowhere", 0}, FOR_SIGN},
    {{"cert", KEY_CERT, "CERT.pem", 0, "its certificate, and behind it those that it was issued by", 0}, FOR_SIGN},
    {{"key-password-file", KEY_KEY_PASSWORD_FILE, "FILE", 0, "file whose first line is the pass phrase of the key", 0},
     FOR_SIGN},
    {{"output", 'o', "FILE.p7s", 0, "file to write (default: tagmanifest-sha256.txt.p7s in the folder)", 0}, FOR_SIGN},
    {{"jobs", 'j', "N", 0, "cases at the same time (default: one per processor)", 0}, FOR_BULK},
    {{"new", KEY_NEW, "FILE", 0, "write a definition to start from, made from FILE's header and rows", 0}, FOR_FORMATS},
    {{"program", KEY_PROGRAM, 0, 0, "with --new: FILE is the log of a bot or program, not of an exchange", 0},
     FOR_FORMATS},
    {{"check", KEY_CHECK, 0, 0, "run the samples of the definitions, the given files included", 0}, FOR_FORMATS},
    {{"reasons", KEY_REASONS, 0, 0, "list the reason codes with a sentence each", 0}, FOR_FORMATS},
    {{"markdown", KEY_MARKDOWN, 0, 0, "list the known layouts as the table of formats/README.md", 0}, FOR_FORMATS},
    {{"quiet", 'q', 0, 0, "print errors only", 1}, FOR_ALL},
    {{"verbose", 'v', 0, 0, "print every note about every record", 1}, FOR_ALL},
    {{"json-log", KEY_JSON_LOG, 0, 0, "messages as JSON, one a line", 1}, FOR_ALL},
    {{"no-color", KEY_NO_COLOR, 0, 0, "no colours (NO_COLOR does the same)", 1}, FOR_ALL},
};
enum { KNOWN_OPTION_COUNT = sizeof known_options / sizeof known_options[0] };

struct known_command {
    const char *name;
    enum command command;
    unsigned groups;
    bool needs_inputs;
    const char *arguments, *help;
};

static const struct known_command known_commands[] = {
    {"report", COMMAND_REPORT, FOR_READING | FOR_REPORT | FOR_ALL, true, "INPUT... -o CASE_DIR",
     "Reads everything, attributes every order, writes the case folder with the report.\v"
     "INPUT is a file, a folder or '-'. Status 0: nothing flagged (orders may be left that were not assessed: see "
     "the output); 1: orders are flagged; 3: some evidence could not be used (the report is written all the same and "
     "says so)."},
    {"timeline", COMMAND_TIMELINE, FOR_READING | FOR_TIMELINE | FOR_ALL, true, "INPUT...",
     "Prints the normalised timeline with verdicts; writes nothing else."},
    {"identify", COMMAND_IDENTIFY, FOR_READING | FOR_ALL, true, "INPUT...",
     "Prints a line for each file: path, format, why."},
    {"explain", COMMAND_EXPLAIN, FOR_READING | FOR_EXPLAIN | FOR_ALL, true, "CASE_DIR|INPUT... ORDER",
     "Prints everything that was considered for one order: its rows, the verdict and what it rests on, the bot records "
     "that were near and why each was kept or dropped, what the files cover, and which evidence would change the "
     "verdict.\v"
     "ORDER is an order, trade or client order id, VENUE:ID, or a row such as E03:1842. CASE_DIR is a case folder, "
     "whose run is repeated from the copies in it with the options it was made with; where it holds no copies "
     "(--originals=hash-only), give the files again in its place, with the same options. The folder's hashes are "
     "checked first, and its timeline must say the same of the order. Status 0: explained; 1: explained, but the "
     "folder was altered or says otherwise; 2: wrong usage, or no such order; 4: internal error."},
    {"bulk", COMMAND_BULK, FOR_BULK | FOR_ALL, true, "GROUP_DIR -o OUT_DIR",
     "Makes one case of each folder in GROUP_DIR, each in a process of its own, and a summary.csv."},
    {"verify", COMMAND_VERIFY, FOR_VERIFY | FOR_ALL, true, "CASE_DIR",
     "Checks the hashes of a case folder, the time stamp and signature with it, then repeats the run and compares. "
     "Says of each step what was checked, how it came out and what that means.\v"
     "Nothing is looked up online. Status 0: intact and reproduced, and no digest, stamp or signature speaks against "
     "it; 1: not; 2: wrong usage."},
    {"sign", COMMAND_SIGN, FOR_SIGN | FOR_ALL, true, "CASE_DIR --key KEY.pem --cert CERT.pem",
     "Signs a case folder: a detached CMS signature over tagmanifest-sha256.txt, which covers all its files.\v"
     "The folder stays valid, and is left alone by later runs of report. Status 0: signed; 1: the folder is not "
     "intact, so it was not; 2: wrong usage, or a key or certificate that can't be used; 4: internal error."},
    {"formats", COMMAND_FORMATS, FOR_FORMATS | FOR_ALL, false,
     "[ID | --check FILE... | --new FILE [--program] | --reasons]",
     "Lists the known layouts, explains one, tests definitions, or starts a new one."},
    {"init", COMMAND_INIT, FOR_INIT | FOR_ALL, false, "[-o FILE]", "Writes a commented case.json to fill in."},
};
enum { KNOWN_COMMAND_COUNT = sizeof known_commands / sizeof known_commands[0] };

static void print_overview(FILE *out)
{
    fputs("straykey finds the trades in exchange exports that none of your bots issued, and writes a report.\n\n"
          "  straykey report my-exports/ -o case     the main job\n\nCommands:\n",
          out);
    for (size_t i = 0; i < KNOWN_COMMAND_COUNT; i++)
        fprintf(out, "  straykey %s %s\n", known_commands[i].name, known_commands[i].arguments);
    fputs("\n'straykey COMMAND --help' explains a command. 'straykey --version' prints the version.\n", out);
}

_Noreturn static void usage_error(const char *message, const char *word)
{
    fprintf(stderr, "straykey: %s%s%s\nTry 'straykey --help'.\n", message, *word ? ": " : "", word);
    exit(EXIT_USAGE);
}

static void read_jobs(const char *text, struct options *out)
{
    uint64_t jobs;
    if (!span_to_u64(span_of(text), &jobs) || jobs < 1 || jobs > 1024) usage_error("-j takes a number from 1", text);
    out->jobs = (unsigned)jobs;
}

static void read_originals(const char *text, struct options *out)
{
    if (!strcmp(text, "hash-only"))
        out->hash_only = true;
    else if (strcmp(text, "copy"))
        usage_error("--originals takes copy or hash-only", text);
}

static void read_table_format(const char *text, struct options *out)
{
    if (strcmp(text, "csv") && strcmp(text, "jsonl")) usage_error("--format takes csv or jsonl", text);
    out->table_format = text;
}

static void read_explain_format(const char *text, struct options *out)
{
    if (strcmp(text, "text") && strcmp(text, "json")) usage_error("--format takes text or json", text);
    out->as_json = !strcmp(text, "json");
}

static void read_digest(const char *text, struct options *out)
{
    if (strlen(text) != 64 || strspn(text, "0123456789abcdefABCDEF") != 64)
        usage_error("--digest takes a SHA-256, which is 64 hex digits", text);
    out->digest = text;
}

static void read_language(char *text, struct options *out)
{
    out->language = text;
    if (words_language(span_of(text))) return;
    struct arena *arena = arena_new(0);
    fprintf(stderr, "straykey: --language: there is no report in the language \"%s\"; known are %s\n", text,
            words_known_languages(arena));
    arena_free(arena);
    exit(EXIT_USAGE);
}

static error_t parse_one(int key, char *text, struct argp_state *state)
{
    struct options *out = state->input;
    switch (key) {
    case 'o': out->output = text; return 0;
    case 'j': read_jobs(text, out); return 0;
    case 'q': out->quiet = true; return 0;
    case 'v': out->verbose = true; return 0;
    case KEY_CASE: out->case_path = text; return 0;
    case KEY_FORMATS: out->formats_dir = text; return 0;
    case KEY_PASSWORD_FILE: out->password_path = text; return 0;
    case KEY_TAPE: out->tape_dir = text; return 0;
    case KEY_LEAKED: out->leaked_path = text; return 0;
    case KEY_PRICES: out->prices_dir = text; return 0;
    case KEY_FX: out->fx_path = text; return 0;
    case KEY_FIAT: out->fiat = text; return 0;
    case KEY_TIME_ZONE: out->time_zone = text; return 0;
    case KEY_LANGUAGE: read_language(text, out); return 0;
    case KEY_FORMAT: read_table_format(text, out); return 0;
    case KEY_EXPLAIN_FORMAT: read_explain_format(text, out); return 0;
    case KEY_TIMESTAMP: out->stamp_path = text; return 0;
    case KEY_SIGNATURE: out->signature_path = text; return 0;
    case KEY_TRUST: out->trust_paths[out->trust_count++] = text; return 0;
    case KEY_DIGEST: read_digest(text, out); return 0;
    case KEY_KEY: out->key_path = text; return 0;
    case KEY_CERT: out->cert_path = text; return 0;
    case KEY_KEY_PASSWORD_FILE: out->key_password_path = text; return 0;
    case KEY_NEW: out->new_format = text; return 0;
    case KEY_PROGRAM: out->of_program = true; return 0;
    case KEY_CHECK: out->check_formats = true; return 0;
    case KEY_REASONS: out->list_reasons = true; return 0;
    case KEY_MARKDOWN: out->markdown = true; return 0;
    case KEY_ORIGINALS: read_originals(text, out); return 0;
    case KEY_REDACT: out->redact = text; return 0;
    case KEY_PSEUDONYMS: out->pseudonym_path = text; return 0;
    case KEY_FULL_CASE: out->full_case = text; return 0;
    case KEY_JSON_LOG: out->json_log = true; return 0;
    case KEY_NO_COLOR: out->no_color = true; return 0;
    case ARGP_KEY_ARG: out->inputs[out->input_count++] = text; return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static const struct known_command *find_command(const char *name)
{
    for (size_t i = 0; i < KNOWN_COMMAND_COUNT; i++)
        if (!strcmp(known_commands[i].name, name)) return &known_commands[i];
    return NULL;
}

static void check_usage(const struct known_command *command, const struct options *out)
{
    if (command->needs_inputs && out->input_count == 0) usage_error("nothing to read was given", "");
    if ((command->groups & (FOR_REPORT | FOR_BULK)) && !out->output)
        usage_error("-o is missing: it names the folder to write, such as -o case", "");
    if (command->command == COMMAND_EXPLAIN && !out->order)
        usage_error("give what to read and, last, the order to explain", "");
    bool one_only =
        command->command == COMMAND_BULK || command->command == COMMAND_VERIFY || command->command == COMMAND_SIGN;
    if (one_only && out->input_count != 1) usage_error("give exactly one folder", "");
    if (command->command == COMMAND_SIGN && (!out->key_path || !out->cert_path))
        usage_error("give the key with --key and its certificate with --cert", "");
    if (command->command != COMMAND_VERIFY && !out->fx_path != !out->fiat)
        usage_error("--fx and --fiat go together, such as --fx eurofxref-hist.csv --fiat EUR", "");
    if (command->command != COMMAND_VERIFY && !out->redact && (out->pseudonym_path || out->full_case))
        usage_error("--pseudonyms and --full-case go with --redact, such as --redact contacts,uids,amounts", "");
    if (command->command == COMMAND_INIT && out->input_count > 0) usage_error("not an option", out->inputs[0]);
}

/* `straykey -q report ...`: switches before the command move behind it. */
static void move_command_forward(int argc, char **argv)
{
    static const char *const switches[] = {"-q", "--quiet", "-v", "--verbose", "--json-log", "--no-color"};
    int first = 1;
    for (size_t i = 0; first < argc && i < sizeof switches / sizeof switches[0];)
        if (!strcmp(argv[first], switches[i])) {
            first++;
            i = 0;
        } else {
            i++;
        }
    if (first == 1 || first >= argc) return;
    char *command = argv[first];
    memmove(argv + 2, argv + 1, sizeof *argv * (size_t)(first - 1));
    argv[1] = command;
}

void options_parse(int argc, char **argv, struct options *out)
{
    *out = (struct options){.table_format = "csv"};
    move_command_forward(argc, argv);
    if (argc < 2) {
        print_overview(stderr);
        exit(EXIT_USAGE);
    }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
        print_overview(stdout);
        exit(EXIT_CLEAN);
    }
    if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
        puts("straykey " STRAYKEY_VERSION);
        exit(EXIT_CLEAN);
    }
    const struct known_command *command = find_command(argv[1]);
    if (!command) usage_error("no such command", argv[1]);

    struct argp_option options[KNOWN_OPTION_COUNT + 1] = {0};
    size_t count = 0;
    for (size_t i = 0; i < KNOWN_OPTION_COUNT; i++)
        if (known_options[i].groups & command->groups) options[count++] = known_options[i].option;

    char *full_name = memory_alloc(strlen("straykey ") + strlen(command->name) + 1);
    snprintf(full_name, strlen("straykey ") + strlen(command->name) + 1, "straykey %s", command->name);
    argv[1] = out->program_name = full_name; /* argp takes the program's name from here */
    out->command = command->command;
    out->inputs = memory_alloc(sizeof *out->inputs * (size_t)argc);
    out->trust_paths = memory_alloc(sizeof *out->trust_paths * (size_t)argc);
    struct argp argp = {options, parse_one, command->arguments, command->help, NULL, NULL, NULL};
    argp_err_exit_status = EXIT_USAGE;
    argp_parse(&argp, argc - 1, argv + 1, 0, NULL, out);
    const char *no_color = getenv("NO_COLOR");
    if (no_color && *no_color) out->no_color = true;
    if (out->command == COMMAND_EXPLAIN && out->input_count > 1) out->order = out->inputs[--out->input_count];
    check_usage(command, out);
}

void options_free(struct options *o)
{
    free(o->inputs);
    free(o->trust_paths);
    free(o->program_name);
}
