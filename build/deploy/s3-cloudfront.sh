#!/bin/sh
# mtlens in an S3 bucket behind CloudFront: BUCKET=… DISTRIBUTION=… ./s3-cloudfront.sh
# A test runs it with an aws that only notes what it is told; no account is used.
#
# CloudFront compresses nothing of more than 10,000,000 bytes, and the large program has
# more, so the programs go up as brotli: every browser that runs them reads it over
# HTTPS. The rest CloudFront compresses by itself (set Compress to true in the cache
# behavior). The headers come from a policy, made once and named in the cache behavior:
#
#   aws cloudfront create-response-headers-policy \
#       --response-headers-policy-config file://cloudfront-headers.json
set -eu
: "${BUCKET:?}" "${DISTRIBUTION:?}"
site=${SITE:-../site}
forever='public, max-age=31536000, immutable'

put() { # file, type, cache, and more options
    file=$1 type=$2 cache=$3
    shift 3
    aws s3 cp "$site/$file" "s3://$BUCKET/${file%.br}" --content-type "$type" --cache-control "$cache" "$@"
}

# Those with a digest first, then what names them, the page last.
for program in "$site"/*-??????????.wasm.br; do
    put "$(basename "$program")" 'application/wasm' "$forever" --content-encoding br
done
for kind in 'js text/javascript; charset=utf-8' 'css text/css; charset=utf-8' 'txt text/plain; charset=utf-8' 'svg image/svg+xml' 'png image/png'; do
    for file in "$site"/*-??????????."${kind%% *}"; do
        put "$(basename "$file")" "${kind#* }" "$forever"
    done
done
put LICENSES.txt 'text/plain; charset=utf-8' no-cache
put manifest.webmanifest 'application/manifest+json' no-cache
put service.js 'text/javascript; charset=utf-8' no-cache
if [ -d "$site/reference" ]; then
    aws s3 cp "$site/reference" "s3://$BUCKET/reference" --recursive --exclude '*' --include '*.html' \
        --content-type 'text/html; charset=utf-8' --cache-control no-cache
fi
put index.html 'text/html; charset=utf-8' no-cache
aws cloudfront create-invalidation --distribution-id "$DISTRIBUTION" --paths '/*'
