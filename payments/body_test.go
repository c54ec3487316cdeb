package payments_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"qrtill/payments"
)

// packed is what a writer of one coding makes of a text.
func packed(open func(io.Writer) io.WriteCloser) func(string) string {
	return func(text string) string {
		var b bytes.Buffer
		w := open(&b)
		_, _ = io.WriteString(w, text)
		w.Close()
		return b.String()
	}
}

var (
	gzipped = packed(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
	zlibbed = packed(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
	bare    = packed(func(w io.Writer) io.WriteCloser { f, _ := flate.NewWriter(w, flate.BestCompression); return f })
	stored  = packed(func(w io.Writer) io.WriteCloser { f, _ := flate.NewWriter(w, flate.NoCompression); return f })
	asIs    = func(text string) string { return text }
)

// in writes a text in an old encoding; what that doesn't have is a question mark.
func in(t *testing.T, e encoding.Encoding, text string) string {
	t.Helper()
	var b strings.Builder
	for _, r := range text {
		code, err := e.NewEncoder().String(string(r))
		if err != nil {
			code = "?"
		}
		b.WriteString(code)
	}
	if b.String() == text {
		t.Fatalf("%v writes it as UTF-8 does", e)
	}
	return b.String()
}

// coded says a text under a Content-Encoding.
func coded(coding, kind, wire string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		for _, line := range strings.Split(coding, "|") {
			w.Header().Add("Content-Encoding", line)
		}
		_, _ = io.WriteString(w, wire)
	}
}

func TestEveryRequestSaysWhichCodingIsTaken(t *testing.T) {
	g := newGateway(t)
	c, _ := serve(t, g)
	for _, err := range []error{c.Warm(ctx()), acting[0].call(ctx(), c), asking[0].call(ctx(), c)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range g.requests() {
		if got := r.header.Values("Accept-Encoding"); len(got) != 1 || got[0] != "identity" {
			t.Errorf("%s %s: %q", r.method, r.uri, got)
		}
	}
}

// What comes coded all the same is read, whoever answers and whatever is asked.
func TestCodingsAreUndone(t *testing.T) {
	tests := map[string]struct {
		coding string
		pack   func(string) string
	}{
		"none":               {"", asIs},
		"identity":           {"Identity", asIs},
		"gzip":               {"gzip", gzipped},
		"in capitals":        {"GZIP", gzipped},
		"x-gzip":             {"x-gzip", gzipped},
		"deflate with zlib":  {"deflate", zlibbed},
		"bare deflate":       {"deflate", bare},
		"stored":             {"deflate", stored},
		"two members":        {"gzip", func(s string) string { return gzipped(s[:9]) + gzipped(s[9:]) }},
		"two codings":        {"deflate, gzip", func(s string) string { return gzipped(zlibbed(s)) }},
		"in two headers":     {"gzip|identity,deflate", func(s string) string { return bare(gzipped(s)) }},
		"over an old script": {"gzip", func(s string) string { return gzipped("\ufeff" + s) }},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			g := newGateway(t)
			g.answer[authPath] = coded(tt.coding, "application/json", tt.pack(recorded(t, "token.json")))
			g.answer[queryPath] = coded(tt.coding, "application/json", tt.pack(recorded(t, "query.answer.json")))
			c, _ := serve(t, g)
			if p, err := c.Query(ctx(), ask); err != nil || p.Status != "SUCCEEDED" || p.MerchantOrderID != ask.MerchantOrderID {
				t.Errorf("%+v, %v", p, err)
			}
		})
	}
}

func TestWhatCannotBeUnpackedIsNoAnswer(t *testing.T) {
	answer := recorded(t, "query.answer.json")
	half := gzipped(answer)
	bomb := strings.Repeat(" ", 4<<20)
	const json, page = "application/json", "text/html; charset=GBK"
	tests := map[string]struct {
		h    http.HandlerFunc
		kind payments.Kind
	}{
		"brotli":               {coded("br", json, "\x0b\x02\x80{}\x03"), payments.KindCoding},
		"zstd over gzip":       {coded("gzip, zstd", json, half), payments.KindCoding},
		"one that nobody has":  {coded("s3cr3t", json, answer), payments.KindCoding},
		"too many":             {coded("gzip,gzip,gzip,gzip,gzip", json, answer), payments.KindCoding},
		"said and not done":    {coded("gzip", json, answer), payments.KindMalformed},
		"done and not said":    {coded("", json, zlibbed(answer)), payments.KindForeign},
		"cut":                  {coded("gzip", json, half[:len(half)-9]), payments.KindMalformed},
		"damaged":              {coded("gzip", json, half[:30]+"x"+half[31:]), payments.KindMalformed},
		"with a wrong sum":     {coded("gzip", json, half[:len(half)-8]+"12345678"), payments.KindMalformed},
		"more after it":        {coded("gzip", json, half+"x"), payments.KindMalformed},
		"more after deflate":   {coded("deflate", json, bare(answer)+"x"), payments.KindMalformed},
		"a bomb":               {coded("gzip", json, gzipped(answer+bomb)), payments.KindMalformed},
		"a bomb in a bomb":     {coded("gzip, deflate", json, bare(gzipped(answer+bomb))), payments.KindMalformed},
		"a page in brotli":     {coded("br", page, "\x0b\x02"), payments.KindForeign},
		"a page that is large": {coded("", page, "<html>"+bomb[:2<<20]), payments.KindForeign},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			g := newGateway(t)
			g.answer[queryPath] = tt.h
			c, _ := serve(t, g)
			_, err := c.Query(ctx(), ask)
			e := wantFailure(t, err, "query", tt.kind, payments.Unknown)
			if strings.Contains(e.Error(), "s3cr3t") {
				t.Errorf("a header is repeated: %v", e)
			}
		})
	}
}

// The status says what it says also when the page beside it can't be read.
func TestAStatusCountsWithoutItsBody(t *testing.T) {
	for status, kind := range map[int]payments.Kind{401: payments.KindAuth, 502: payments.KindServer, 302: payments.KindRedirect} {
		g := newGateway(t)
		g.answer[createPath] = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "\x0b\x02")
		}
		c, _ := serve(t, g)
		_, err := c.Create(ctx(), order)
		wantFailure(t, err, "create", kind, payments.Unknown)
	}
}

// Old encodings: the second byte of 誠 in GBK and of 功 in Big5 is a backslash.
var scripts = map[string]encoding.Encoding{
	"GBK":       simplifiedchinese.GBK,
	"GB18030":   simplifiedchinese.GB18030,
	"Big5":      traditionalchinese.Big5,
	"Latin-1":   charmap.ISO8859_1,
	"UTF-16 LE": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
	"UTF-16 BE": unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
}

// inWhole writes a whole body; UTF-16 begins with its mark.
func inWhole(t *testing.T, name, text string) string {
	t.Helper()
	if !strings.HasPrefix(name, "UTF-16") {
		return in(t, scripts[name], text)
	}
	wire, err := scripts[name].NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return wire
}

func TestForeignTextSpoilsNoAnswer(t *testing.T) {
	const text = `café 許功蓋, 网络连接 誠`
	fields := `"shop_name":"` + text + `","more":{"` + text + `":["\"` + text + `\\"]},`
	answer := strings.Replace(recorded(t, "query.answer.json"), `"order_id"`, fields+`"order_id"`, 1)
	answer = strings.Replace(answer, `"ok"`, `"`+text+`"`, 1)
	for name := range scripts {
		t.Run(name, func(t *testing.T) {
			p, err := payments.DecodeQuery([]byte(inWhole(t, name, answer)))
			if err != nil || p.Status != "SUCCEEDED" || p.Amount != "50" || p.MerchantOrderID != "P9297895081903" {
				t.Errorf("%+v, %v", p, err)
			}
			refused := `{"code":40400,"message":"` + text + `","rid":"r"}`
			_, e := payments.DecodeQuery([]byte(inWhole(t, name, refused)))
			if e == nil || e.Kind != payments.KindRefused {
				t.Fatalf("%v", e)
			}
			if readable := name != "Big5" && name != "Latin-1"; readable && !strings.HasSuffix(e.Message, "网络连接 誠") {
				t.Errorf("the message came as %q", e.Message)
			}
		})
	}
}

// Bytes that are no character, and characters that look like ours, are not ours.
func TestForeignTextMakesNoField(t *testing.T) {
	answer := recorded(t, "query.answer.json")
	values := map[string]string{"status": "SUCCEEDED", "amount": "50", "currency": "TWD", "merchant_order_id": "P9297895081903"}
	for key, value := range values {
		for name, odd := range map[string]string{
			"a stray byte":                    value[:1] + "\xff" + value[1:],
			"a lead byte before the quote":    value + "\x81",
			"a lead byte before a letter":     "\x81" + value,
			"half of a four-byte character":   value + "\x81\x30",
			"a backslash in a character":      value + "\xd5\\",
			"full-width letters in GBK":       in(t, simplifiedchinese.GBK, wide(value)),
			"a no-break space in Latin-1":     value + "\xa0",
			"a mark within":                   value + "\ufeff",
			"a mark of GB18030 at the end":    value + "\x84\x31\x95\x33",
			"a NUL that UTF-16 may leave":     strings.Join(strings.Split(value, ""), "\x00") + "\xff",
			"overlong UTF-8 of its last byte": value[:len(value)-1] + "\xc1" + string([]byte{value[len(value)-1]&0x3f | 0x80}),
		} {
			body := strings.Replace(answer, `"`+value+`"`, `"`+odd+`"`, 1)
			if body == answer {
				t.Fatalf("no %s in the example", value)
			}
			p, _ := payments.DecodeQuery([]byte(body))
			if p.Status == "SUCCEEDED" && p.Amount == "50" && p.Currency == "TWD" && p.MerchantOrderID == "P9297895081903" {
				t.Errorf("%s in %s is not seen", name, key)
			}
		}
	}
}

// wide writes ASCII in full width.
func wide(s string) string {
	return strings.Map(func(r rune) rune { return r - '!' + '！' }, s)
}

func TestANotificationInGBKOrWithAMarkIsHeeded(t *testing.T) {
	const notice = `{"notify_type":"payment_success","data":{"shop":"café 誠","order_id":"C1","merchant_order_id":"P1"}}`
	for name, body := range map[string]string{"mark": "\ufeff" + notice, "GBK": in(t, simplifiedchinese.GBK, notice)} {
		if n, known, err := payments.DecodeNotification([]byte(body)); err != nil || !known || n.MerchantOrderID != "P1" {
			t.Errorf("%s: %+v, %v, %v", name, n, known, err)
		}
	}
}

// What signs a notification is what the gateway wrote, however it was packed.
func TestAPackedNotificationIsUnpackedFirst(t *testing.T) {
	for name, tt := range map[string]struct {
		coding, wire string
		status, told int
	}{
		"gzip":      {"gzip", gzipped(paidBody), 200, 1},
		"a bomb":    {"gzip", gzipped(paidBody + strings.Repeat(" ", 1<<20)), 400, 0},
		"in brotli": {"br", "\x0b\x02", 415, 0},
		"not so":    {"gzip", paidBody, 400, 0},
	} {
		e := newEar(t, notifyKey)
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(tt.wire))
		r.Header.Set("Signature", sign(paidBody, notifyKey))
		r.Header.Set("Content-Encoding", tt.coding)
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		if w.Code != tt.status || len(e.reports()) != tt.told {
			t.Errorf("%s: %d, %d told", name, w.Code, len(e.reports()))
		}
	}
}
