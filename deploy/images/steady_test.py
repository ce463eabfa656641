"""python3 -m unittest steady_test"""
import io, os, struct, tempfile, unittest, zipfile

import comparing, steady
from archive import Image, layer_of


def class_file(*texts, body=b"body"):
    """A pool of constants with a long, which takes two places, and these texts."""
    pool = struct.pack(">BQ", 5, 1) + b"".join(struct.pack(">BH", 1, len(text)) + text for text in texts)
    return b"\xca\xfe\xba\xbe\0\0\0\x41" + struct.pack(">H", 3 + len(texts)) + pool + body


def jar(classes, deflated=True):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as archive:
        for name, data in classes.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


class SteadyTest(unittest.TestCase):
    def test_numbers_of_recorded_objects_do_not_depend_on_who_came_first(self):
        one = jar({"A.class": class_file(b"proxykey7", b"x"), "B.class": class_file(b"proxykey12", b"proxykey7")})
        two = jar({"A.class": class_file(b"proxykey103", b"x"), "B.class": class_file(b"proxykey2", b"proxykey103")})
        self.assertEqual(steady.normalised(one), steady.normalised(two))

    def test_which_object_is_meant_stays_told(self):
        one = jar({"A.class": class_file(b"proxykey7"), "B.class": class_file(b"proxykey7")})
        two = jar({"A.class": class_file(b"proxykey7"), "B.class": class_file(b"proxykey8")})
        self.assertNotEqual(steady.normalised(one), steady.normalised(two))

    def test_a_proxys_drawn_names_are_cut_and_its_methods_kept_apart(self):
        one, two, other = (jar({"A$HibernateProxy.class": class_file(name)})
                           for name in (b"cachedValue$VClIrBCT$5j4bem0", b"cachedValue$pcNeTRZZ$5j4bem0", b"cachedValue$pcNeTRZZ$9pqdof1"))
        self.assertEqual(steady.normalised(one), steady.normalised(two))
        self.assertNotEqual(steady.normalised(one), steady.normalised(other))

    def test_order_and_compression_of_the_jar_are_always_the_same(self):
        a, b = class_file(b"a"), class_file(b"b")
        self.assertEqual(steady.normalised(jar({"A.class": a, "B.class": b})),
                         steady.normalised(jar({"B.class": b, "A.class": a}, deflated=False)))

    def test_nothing_else_of_a_class_changes(self):
        data = class_file(b"Lproxykey7;", "ü".encode(), b"cachedValue", body=b"proxykey7")
        result = steady.normalised(jar({"A.class": data, "text": b"proxykey7"}))
        with zipfile.ZipFile(io.BytesIO(result)) as archive:
            self.assertEqual(data, archive.read("A.class"))
            self.assertEqual(b"proxykey7", archive.read("text"))


class ComparingTest(unittest.TestCase):
    SETS = "io/quarkus/arc/setup/Default_ComponentsProvider.class"

    def differences(self, name, one, two):
        return comparing.differences(self.image(name, one), self.image(name, two), 0)

    def image(self, name, data):
        image = Image.empty("test", "amd64")
        image.append(layer_of([]), "test")
        image.replace(0, self.layer(jar({name: data}, deflated=False)))
        return image

    def layer(self, data):
        with tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(data)
        try:
            return layer_of([(f"opt/tollgate/{steady.GENERATED}", file.name, 0o644)])
        finally:
            os.remove(file.name)

    def test_the_order_of_a_set_is_no_difference_where_it_may_vary(self):
        self.assertEqual([], self.differences(self.SETS, class_file(b"a", b"b"), class_file(b"b", b"a")))

    def test_it_is_one_everywhere_else(self):
        self.assertEqual([f"opt/tollgate/{steady.GENERATED}!Other.class"],
                         self.differences("Other.class", class_file(b"a", b"b"), class_file(b"b", b"a")))

    def test_another_element_of_a_set_is_a_difference(self):
        self.assertEqual([f"opt/tollgate/{steady.GENERATED}!{self.SETS}"],
                         self.differences(self.SETS, class_file(b"a", b"b"), class_file(b"b", b"c")))


if __name__ == "__main__":
    unittest.main()
