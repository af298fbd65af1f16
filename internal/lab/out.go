package lab

import (
	"encoding/base64"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/out"
	"github.com/mtlens/mtlens/internal/testca"
)

// WriteOut writes a client of a paste out for other tools. The request is
//
//	{"what": W, "group": n, "headers": ID, "url": U}
//
// where W is "translate", "replay", "code", "allow", "files", "bucket" or "infrastructure", n counts the groups of the report from 0, and ID
// and U may be left out: they are the sender whose headers are meant instead of the
// pasted ones, and the address of the application. "files" takes a {"password"}. "bucket" takes {"client", "serial"}
// instead: what the questions about one client and one certificate ask for. Without
// them they are those of the log in the paste that fail most. "infrastructure" takes a
// scene: {"mode", "ignoreExpiry": "on", "advertise": "on", "lists": n, "minVersion"}.
func WriteOut(o Options, paste []byte, request jsontext.Members) (Written, error) {
	if len(paste) > decode.MaxInput {
		return Written{}, errNothing
	}
	switch request.String("what") {
	case "bucket":
		return written(bucket(o, paste, request.String("client"), request.String("serial"))), nil
	case "infrastructure":
		return written(out.InfrastructureGroup(scene(request))), nil
	}
	group, err := request.Int("group")
	if err != nil || group < 0 || group > decode.MaxInput {
		return Written{}, errNothing
	}
	c, ok := out.Read(paste, int(group), o.Now)
	if !ok {
		return Written{}, errNothing
	}
	headers := request.String("headers")
	switch request.String("what") {
	case "translate":
		return written(out.TranslateGroup(c)), nil
	case "files":
		g, err := out.FilesGroup(c, request.String("password"), o.Rand)
		return written(g), err
	case "allow":
		return written(out.AllowGroup(c)), nil
	case "code":
		w := written(out.CodeGroup(c, headers))
		w.Senders = senders(c)
		return w, nil
	case "replay":
		w := written(out.ReplayGroup(c, headers, request.String("url")))
		w.Senders = senders(c)
		return w, nil
	}
	return Written{}, errNothing
}

// Pack makes one archive of the files of a certificate that was issued, with a PKCS#12
// and what to do with them.
func Pack(o Options, q PackRequest) (Archive, error) {
	password := q.Password
	if password == "" {
		password = out.DefaultPassword
	}
	var key, certificates []byte
	var files []out.Packed
	for _, f := range q.Files {
		files = append(files, out.Packed{Name: f.Name, Data: []byte(f.Text)})
		switch f.Name {
		case testca.KeyFile:
			key = []byte(f.Text)
		case testca.CertificateFile:
			certificates = []byte(f.Text)
		}
	}
	if keyed, err := out.Keyed(key, certificates, password, o.Rand); err == nil {
		files = append(files, out.Packed{Name: "client.p12", Data: keyed})
	}
	files = append(files, out.Packed{Name: "README.txt", Data: []byte(out.IssuedReadme(password))})
	data, err := out.Zip(files, o.Now)
	return Archive{"mtlens-client.zip", base64.StdEncoding.EncodeToString(data), 1}, err
}

// bucket asks about the client and the certificate that are given, or that fail most in
// the paste.
func bucket(o Options, paste []byte, client, serial string) out.Group {
	if len(paste) == 0 {
		return out.BucketGroup(client, serial)
	}
	_, summary := judge.Paste(paste, judge.Options{Now: o.Now})
	for _, l := range summary.Logs {
		if l.Kind != judge.ALBLog {
			continue
		}
		if client == "" && len(l.Clients) > 0 {
			client = l.Clients[0].Address
		}
		if serial == "" && len(l.Certificates) > 0 {
			serial = l.Certificates[0].Serial
		}
		return out.BucketGroup(client, serial)
	}
	return out.Group{Title: "Bucket", Text: "These questions are for the connection log of an Application Load Balancer, which is not in the paste; other logs have other fields."}
}

// scene reads a listener to be made.
func scene(request jsontext.Members) out.Scene {
	lists, err := request.Int("lists")
	if err != nil || lists < 0 || lists > alb.MaxCRLs {
		lists = 0
	}
	s := out.Scene{
		Mode: request.String("mode"), IgnoreExpiry: request.String("ignoreExpiry") == "on", Advertise: request.String("advertise") == "on",
		Lists: int(lists), MinVersion: request.String("minVersion"),
	}
	if s.Mode != "passthrough" && s.Mode != "off" {
		s.Mode = "verify"
	}
	return s
}

// senders are those whose headers may be asked for.
func senders(c *out.Client) (list []WrittenSender) {
	for _, i := range out.TranslateGroup(c).Items {
		list = append(list, WrittenSender{i.ID, i.Title})
	}
	return list
}

func written(g out.Group) Written {
	w := Written{Title: g.Title, Text: g.Text}
	for _, i := range g.Items {
		w.Items = append(w.Items, WrittenItem{i.ID, i.Part, i.Title, i.File, i.Text, base64.StdEncoding.EncodeToString(i.Data), i.Notes, i.Trial})
	}
	return w
}
