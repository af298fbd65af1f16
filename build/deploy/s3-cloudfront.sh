#!/bin/sh
# mtlens in an S3 bucket behind CloudFront: BUCKET=… DISTRIBUTION=… ./s3-cloudfront.sh
# Not run by a test: it needs an account.
#
# CloudFront compresses by itself what is under 10 MB (set Compress to true in the
# cache behavior), so the compressed forms stay at home. The headers come from a
# policy, made once and named in the cache behavior:
#
#   aws cloudfront create-response-headers-policy \
#       --response-headers-policy-config file://cloudfront-headers.json
set -eu
: "${BUCKET:?}" "${DISTRIBUTION:?}"
site=${SITE:-../site}

put() { # pattern, type, cache
    aws s3 cp "$site" "s3://$BUCKET/" --recursive --exclude '*' --include "$1" --content-type "$2" --cache-control "$3"
}

# Those with a digest first, then the page that names them.
forever='public, max-age=31536000, immutable'
put '*-??????????.js' 'text/javascript; charset=utf-8' "$forever"
put '*-??????????.css' 'text/css; charset=utf-8' "$forever"
put '*-??????????.wasm' 'application/wasm' "$forever"
put 'LICENSES.txt' 'text/plain; charset=utf-8' 'no-cache'
put 'index.html' 'text/html; charset=utf-8' 'no-cache'
aws cloudfront create-invalidation --distribution-id "$DISTRIBUTION" --paths '/' '/index.html' '/LICENSES.txt'
