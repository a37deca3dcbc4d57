package pfm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AdamTest {
    @Test
    void theFirstStepIsTheRateWhateverTheGradient() {
        for (double gradient : new double[] {1e-6, 3, -200}) {
            Adam adam = new Adam(1);
            adam.begin(1);
            // mean/(1 − 0.9) and its square are rounded to float32; ε is 1e-12 beside 1e-6
            assertEquals(0.1 * Math.signum(gradient), adam.step(0, gradient, 0.1), 3e-7);
        }
    }

    @Test
    void stepsFollowTheAlgorithm() {
        Adam adam = new Adam(2);
        double m = 0;
        double v = 0;
        for (int t = 1; t <= 5; t++) {
            double gradient = t == 3 ? -2 : 0.5 * t;
            m = 0.9 * m + 0.1 * gradient;
            v = 0.999 * v + 0.001 * gradient * gradient;
            adam.begin(t);
            double expected = 0.3 * (m / (1 - Math.pow(0.9, t))) / Math.sqrt(v / (1 - Math.pow(0.999, t)));
            assertEquals(expected, adam.step(1, gradient, 0.3), 1e-6);
        }
    }
}
