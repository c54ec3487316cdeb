package payments

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// takesCoding is what we ask for: answers are too short to gain by more. Not to
// ask at all would allow every coding (RFC 9110, section 12.5.3).
const takesCoding = "identity"

// maxCodings is how many codings a body may have one over the other.
const maxCodings = 4

// errCoding says that a body is coded in a way that we can't undo.
var errCoding = errors.New("the body has a content coding that is not taken")

// codings undo those that some servers and proxies use unasked.
var codings = map[string]func(body *bytes.Reader) (io.Reader, error){
	"gzip":    func(body *bytes.Reader) (io.Reader, error) { return gzip.NewReader(body) },
	"x-gzip":  func(body *bytes.Reader) (io.Reader, error) { return gzip.NewReader(body) },
	"deflate": deflate,
}

// deflate reads both of what goes by that name: RFC 1950, and bare RFC 1951. No
// stream that is the one can be read as the other.
func deflate(body *bytes.Reader) (io.Reader, error) {
	r, err := zlib.NewReader(body)
	if errors.Is(err, zlib.ErrHeader) {
		_, err = body.Seek(0, io.SeekStart)
		return flate.NewReader(body), err
	}
	return r, err
}

// unpack undoes the codings that the header names, the last one first. No step
// may give more than limit bytes.
func unpack(h http.Header, body []byte, limit int) ([]byte, error) {
	if len(body) == 0 { // as after HEAD, where the header speaks of what GET would give
		return body, nil
	}
	names := strings.Split(strings.ToLower(strings.Join(h.Values("Content-Encoding"), ",")), ",")
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == "" || name == "identity" })
	if len(names) > maxCodings {
		return nil, fmt.Errorf("%w: more than %d", errCoding, maxCodings)
	}
	for _, name := range slices.Backward(names) {
		open := codings[name]
		if open == nil {
			return nil, fmt.Errorf("%w: %s", errCoding, knownCoding(name))
		}
		var err error
		if body, err = unpackOne(open, body, limit); err != nil {
			return nil, fmt.Errorf("unpack %s: %w", name, err)
		}
	}
	return body, nil
}

func unpackOne(open func(*bytes.Reader) (io.Reader, error), body []byte, limit int) ([]byte, error) {
	packed := bytes.NewReader(body)
	r, err := open(packed)
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	switch {
	case err != nil:
		return nil, err
	case len(plain) > limit:
		return nil, fmt.Errorf("over %d bytes", limit)
	case packed.Len() > 0:
		return nil, errors.New("something comes after its end")
	}
	return plain, nil
}

// knownCoding names a coding for a log. What is not one of these is not
// repeated: it could hold anything.
func knownCoding(name string) string {
	if slices.Contains([]string{"br", "zstd", "compress", "x-compress"}, name) {
		return name
	}
	return "an unknown one"
}

// isPage says that the header speaks of a page for people.
func isPage(h http.Header) bool {
	kind, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	return kind == "text/html" || kind == "application/xhtml+xml"
}

const byteOrderMark = "\ufeff"

// textOf gives a body as UTF-8, without a mark at its beginning. What isn't
// UTF-8 is taken for GB18030, which holds GBK, as a whole and before anything
// in it is looked for: the second byte of a character can be a backslash there.
// Only bytes that are ASCII become ASCII, and what is no character becomes
// U+FFFD, so nothing that is compared comes about by it.
func textOf(body []byte) ([]byte, error) {
	body = bytes.TrimPrefix(body, []byte(byteOrderMark))
	if utf8.Valid(body) {
		return body, nil
	}
	var from encoding.Encoding = simplifiedchinese.GB18030
	if bytes.HasPrefix(body, []byte{0xfe, 0xff}) || bytes.HasPrefix(body, []byte{0xff, 0xfe}) {
		from = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)
	}
	text, err := from.NewDecoder().Bytes(body)
	return bytes.TrimPrefix(text, []byte(byteOrderMark)), err
}
