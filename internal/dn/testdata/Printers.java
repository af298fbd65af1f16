import java.nio.file.*;
import javax.security.auth.x500.X500Principal;

/** Prints each name of names.txt, which are DER in hexadecimal, as Java does. See make.sh. */
class Printers {
    public static void main(String[] args) throws Exception {
        for (String line : Files.readAllLines(Path.of("names.txt"))) {
            String[] parts = line.split(" ");
            byte[] der = java.util.HexFormat.of().parseHex(parts[1]);
            X500Principal name;
            try {
                name = new X500Principal(der);
            } catch (IllegalArgumentException refused) {
                continue;
            }
            print(parts[0], "java-rfc2253", name.getName(X500Principal.RFC2253));
            print(parts[0], "java-rfc1779", name.getName(X500Principal.RFC1779));
            print(parts[0], "java-string", name.toString());
        }
    }

    static void print(String name, String style, String text) throws Exception {
        System.out.println(name + " " + style + " " + java.util.HexFormat.of().formatHex(text.getBytes("UTF-8")));
    }
}
