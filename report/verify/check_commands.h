/* check_commands - command lines of other people's tools that the report and verify name, to be typed inside the case folder.
 * In one place, so that what is printed is what scripts/check-tamper runs.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_VERIFY_CHECK_COMMANDS_H
#define STRAYKEY_REPORT_VERIFY_CHECK_COMMANDS_H

/* The answer lies beside the request under the name that verify looks for. Lines are broken so that a page is wide enough. */
#define CHECK_COMMAND_STAMP                                                                                            \
    "curl -H 'Content-Type: application/timestamp-query' \\\n  --data-binary @tagmanifest.tsq -o tagmanifest.tsr URL"
#define CHECK_COMMAND_STAMP_CHECK "openssl ts -verify -data tagmanifest-sha256.txt -in tagmanifest.tsr -CAfile CA.pem"

#define CHECK_COMMAND_SIGN "straykey sign --key KEY.pem --cert CERT.pem ."
#define CHECK_COMMAND_SIGN_CHECK                                                                                       \
    "openssl cms -verify -binary -inform DER -in tagmanifest-sha256.txt.p7s \\\n"                                         \
    "  -content tagmanifest-sha256.txt -CAfile CERT.pem -purpose any -out /dev/null"

#define CHECK_COMMAND_SSH "ssh-keygen -Y sign -n file -f KEY tagmanifest-sha256.txt"
#define CHECK_COMMAND_SSH_CHECK                                                                                        \
    "ssh-keygen -Y verify -n file -f ALLOWED -I NAME \\\n  -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt"

#define CHECK_COMMAND_MINISIGN "minisign -Sm tagmanifest-sha256.txt"
#define CHECK_COMMAND_MINISIGN_CHECK "minisign -Vm tagmanifest-sha256.txt -p minisign.pub"

#endif
